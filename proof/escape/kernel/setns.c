/*
 * Attack: Enters a namespace by descriptor: here its own network, to which it would be let by most rules.
 * Row: T1.2
 * Promise: forbidden setns
 * Without: none alone: the filter and the empty capability sets each hold
 * Class: any
 */
#define _GNU_SOURCE
#include <sched.h>

#include "probe.h"

int main(void)
{
    int network = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
    REFUSED("setns", setns(network, CLONE_NEWNET), EPERM);
    return verdict();
}
