/*
 * Attack: Holds the kernel in the middle of a copy by userfaultfd, which turns small races into sure ones.
 * Row: T1.5
 * Promise: forbidden userfaultfd
 * Without: none alone: the filter holds, and so does vm.unprivileged_userfaultfd for faults of the kernel
 * Class: any
 */
#define _GNU_SOURCE
#include "probe.h"

int main(void)
{
    REFUSED("userfaultfd", syscall(SYS_userfaultfd, O_CLOEXEC | 1), BY_FILTER);
    return verdict();
}
