/*
 * Attack: Leaves the cell's namespaces for new ones, one kind at a time, by unshare.
 * Row: T1.2
 * Promise: HELD
 * Without: none alone: the filter and the empty capability sets each hold
 * Class: any
 */
#define _GNU_SOURCE
#include <sched.h>

#include "probe.h"

#ifndef CLONE_NEWTIME
#define CLONE_NEWTIME 0x80
#endif

int main(void)
{
    REFUSED("unshare mount", unshare(CLONE_NEWNS), EPERM);
    REFUSED("unshare pid", unshare(CLONE_NEWPID), EPERM);
    REFUSED("unshare net", unshare(CLONE_NEWNET), EPERM);
    REFUSED("unshare ipc", unshare(CLONE_NEWIPC), EPERM);
    REFUSED("unshare uts", unshare(CLONE_NEWUTS), EPERM);
    REFUSED("unshare cgroup", unshare(CLONE_NEWCGROUP), EPERM);
    REFUSED("unshare time", unshare(CLONE_NEWTIME), EPERM);
    return verdict();
}
