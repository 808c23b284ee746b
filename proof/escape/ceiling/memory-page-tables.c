/*
 * Attack: Takes memory that no process owns: page tables, by reading one zero page in each 2 MiB of a huge empty map.
 * Row: T7.1
 * Promise: memory_exceeded
 * Without: memory
 * Class: any
 * Limits: memory=32M
 */
#define _GNU_SOURCE
#include <sys/mman.h>

#include "probe.h"

int main(void)
{
    enum { TABLES = 24576 }; /* 4 KiB each: 96 MiB */
    volatile char *map =
        mmap(NULL, (size_t)TABLES << 21, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    CLAIM(map != MAP_FAILED, "no map");
    madvise((void *)(uintptr_t)map, (size_t)TABLES << 21, MADV_NOHUGEPAGE);
    for (size_t i = 0; i < TABLES; i++)
        (void)map[i << 21];
    OPENED("page tables of 96 MiB could be had");
    return verdict();
}
