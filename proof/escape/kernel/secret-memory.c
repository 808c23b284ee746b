/*
 * Attack: Takes pages that the kernel itself cannot see any more (memfd_secret), and so cannot count or reclaim well.
 * Row: T1.5
 * Promise: HELD
 * Without: seccomp
 * Class: any
 */
#define _GNU_SOURCE
#include "probe.h"

int main(void)
{
    REFUSED("memfd_secret", syscall(447, 0), BY_FILTER);
    return verdict();
}
