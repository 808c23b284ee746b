/*
 * Attack: Empties the page cache of a shared file and looks later whether a neighbour has brought it back; asks whether a page
 *     or a name of it is in memory.
 * Row: T6.3
 * Promise: HELD
 * Without: seccomp
 * Class: any
 */
#define _GNU_SOURCE
#include <sys/mman.h>
#include <sys/uio.h>

#include "probe.h"

enum { CACHESTAT = 451, OPENAT2 = 437, RESOLVE_IN_MEMORY = 0x20, NOWAIT = 8 };

int main(void)
{
    unsigned long range[2] = {0, 0}, counts[5];
    int fd = open("/shared", O_RDONLY | O_CLOEXEC);
    CLAIM(fd >= 0, "no shared file");
    REFUSED("POSIX_FADV_DONTNEED", syscall(SYS_fadvise64, fd, 0, 0, POSIX_FADV_DONTNEED), BY_FILTER);
    REFUSED("cachestat", syscall(CACHESTAT, fd, range, counts, 0), BY_FILTER);
    char byte;
    struct iovec one = {&byte, 1};
    unsigned long how[3] = {O_RDONLY | O_CLOEXEC, 0, RESOLVE_IN_MEMORY};
    REFUSED("RWF_NOWAIT", preadv2(fd, &one, 1, 0, NOWAIT), EOPNOTSUPP);
    REFUSED("RESOLVE_CACHED", syscall(OPENAT2, AT_FDCWD, "/shared", how, sizeof how), BY_FILTER);
    /* mincore answers for files of others that every page is there (Linux 5.2), which tells nothing */
    unsigned char present = 1;
    void *map = mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 0);
    CLAIM(map != MAP_FAILED && (mincore(map, 4096, &present) < 0 || (present & 1)),
          "mincore tells which pages are there");
    return verdict();
}
