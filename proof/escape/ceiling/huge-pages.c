/*
 * Attack: Takes huge pages from the host's stock, which no memory group counts.
 * Row: T7.1
 * Promise: HELD
 * Without: none alone: the filter holds, and so does an empty stock
 * Class: any
 */
#define _GNU_SOURCE
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/shm.h>

#include "probe.h"

int main(void)
{
    REFUSED("mmap", mmap(NULL, 2 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB, -1, 0),
            EPERM, ENOMEM);
    REFUSED("shmget", shmget(IPC_PRIVATE, 2 << 20, IPC_CREAT | SHM_HUGETLB | 0600), EPERM, ENOMEM);
    REFUSED("memfd", memfd_create("huge", MFD_HUGETLB), EPERM, ENOSYS);
    /* addresses alone cost nothing and are not refused: runtimes reserve terabytes */
    CLAIM(mmap(NULL, 1UL << 40, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0) != MAP_FAILED,
          "a terabyte of addresses is refused");
    return verdict();
}
