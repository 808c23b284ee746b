/*
 * Attack: Learns the order of kernel addresses by kcmp, and so where objects of the kernel lie.
 * Row: T1.4
 * Promise: HELD
 * Without: seccomp
 * Class: any
 */
#define _GNU_SOURCE
#include <linux/kcmp.h>

#include "probe.h"

int main(void)
{
    REFUSED("compare two descriptors", syscall(SYS_kcmp, getpid(), getpid(), KCMP_FILE, 0, 1), BY_FILTER);
    REFUSED("compare with init", syscall(SYS_kcmp, getpid(), 1, KCMP_VM, 0, 0), BY_FILTER);
    return verdict();
}
