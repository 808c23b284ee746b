/*
 * Attack: Locks memory, so that the host cannot take it back.
 * Row: T7.1
 * Promise: HELD
 * Without: none alone: the host has a limit of its own
 * Class: any
 * Limits: memory=256M
 */
#define _GNU_SOURCE
#include <sys/mman.h>

#include "probe.h"

int main(void)
{
    enum { BYTES = 80 << 20 };
    void *map = mmap(NULL, BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    REFUSED("lock 80 MiB", mlock(map, BYTES), ENOMEM, EPERM, EAGAIN);
    REFUSED("lock all there will be",
            mlockall(MCL_FUTURE | MCL_CURRENT) == 0 &&
                    mmap(NULL, BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED
                ? 0
                : -1,
            ENOMEM, EPERM, EAGAIN);
    return verdict();
}
