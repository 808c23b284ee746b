/*
 * Attack: Runs under another personality: readable memory is executable, calls are another system's, also for what it executes.
 * Row: T1.5
 * Promise: HELD
 * Without: seccomp
 * Class: any
 */
#define _GNU_SOURCE
#include <sys/personality.h>

#include "probe.h"

int main(void)
{
    REFUSED("readable memory is executable", personality(READ_IMPLIES_EXEC), BY_FILTER);
    REFUSED("another system's calls", personality(PER_SVR4), BY_FILTER);
    return verdict();
}
