/*
 * Attack: Lets the kernel merge its pages with equal ones of its neighbours; the time of a write then tells what they hold.
 * Row: T1.9
 * Promise: HELD
 * Without: seccomp
 * Class: any
 */
#define _GNU_SOURCE
#include <sys/mman.h>
#include <sys/prctl.h>

#include "probe.h"

int main(void)
{
    void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    REFUSED("MADV_MERGEABLE", madvise(page, 4096, MADV_MERGEABLE), EPERM, EINVAL);
    REFUSED("PR_SET_MEMORY_MERGE", prctl(67, 1, 0, 0, 0), EPERM, EINVAL);
    return verdict();
}
