/*
 * Attack: Empties the page cache of a shared file and looks later whether a neighbour has brought it back.
 * Row: T6.3
 * Promise: HELD
 * Without: seccomp
 * Class: any
 */
#define _GNU_SOURCE
#include <sys/mman.h>

#include "probe.h"

enum { CACHESTAT = 451 };

int main(void)
{
    unsigned long range[2] = {0, 0}, counts[5];
    int fd = open("/shared", O_RDONLY | O_CLOEXEC);
    CLAIM(fd >= 0, "no shared file");
    REFUSED("POSIX_FADV_DONTNEED", syscall(SYS_fadvise64, fd, 0, 0, POSIX_FADV_DONTNEED), BY_FILTER);
    REFUSED("cachestat", syscall(CACHESTAT, fd, range, counts, 0), BY_FILTER);
    /* mincore answers for files of others that every page is there (Linux 5.2), which tells nothing */
    unsigned char present = 1;
    void *map = mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 0);
    CLAIM(map != MAP_FAILED && (mincore(map, 4096, &present) < 0 || (present & 1)),
          "mincore tells which pages are there");
    return verdict();
}
