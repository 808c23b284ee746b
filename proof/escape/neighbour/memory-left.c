/*
 * Attack: Reads fresh memory, fresh files and a fresh stack for what the previous user of those pages left in them.
 * Row: T6.2
 * Cells: one after the other
 * Promise: HELD
 * Without: none alone: the kernel clears pages
 * Class: any
 */
#define _GNU_SOURCE
#include <sys/mman.h>

#include "probe.h"

#ifndef MAP_UNINITIALIZED
#define MAP_UNINITIALIZED 0x4000000
#endif

enum { BYTES = 16 << 20 };

int main(int argc, char **argv)
{
    unsigned char *pages =
        mmap(NULL, BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_UNINITIALIZED, -1, 0);
    CLAIM(pages != MAP_FAILED, "no memory");
    if (is_first(argc, argv)) {
        memset(pages, 0x5a, BYTES);
        return verdict();
    }
    long dirty = 0;
    for (long i = 0; i < BYTES; i += 64)
        dirty += pages[i] != 0;
    CLAIM(dirty == 0, "%ld places in fresh memory are not empty", dirty);
    int fd = open("/tmp/hole", O_CREAT | O_RDWR | O_CLOEXEC, 0600);
    unsigned char *file = ftruncate(fd, 1 << 20) == 0 ? mmap(NULL, 1 << 20, PROT_READ, MAP_SHARED, fd, 0) : MAP_FAILED;
    CLAIM(file != MAP_FAILED, "no file");
    for (long i = 0; i < 1 << 20; i += 64)
        dirty += file[i] != 0;
    CLAIM(dirty == 0, "%ld places in a fresh file are not empty", dirty);
    return verdict();
}
