/*
 * Attack: Takes memory of the kernel as locks on single bytes of its files. Linux charges locks to nobody (the accounting of
 *     5.15 was taken back), and no limit counts them: what holds is the CPU time that it takes to make them.
 * Row: T7.9
 * Promise: accepted
 * Without: none alone: nothing but the CPU limit is in its way
 * Class: any
 * Limits: memory=16M files=300
 */
#define _GNU_SOURCE
#include <time.h>

#include "probe.h"

int main(void)
{
    enum { FILES = 200, LOCKS = 500, LOCK_BYTES = 200 }; /* 20 MB, all in all; struct file_lock in Linux 6 */
    long held = 0;
    struct timespec used;
    for (int file = 0; file < FILES; file++) {
        char name[32];
        snprintf(name, sizeof name, "file-%d", file);
        int fd = open(name, O_CREAT | O_RDWR | O_CLOEXEC, 0600);
        for (int i = 0; i < LOCKS; i++) {
            struct flock one = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 2L * i, .l_len = 1};
            if (fcntl(fd, F_OFD_SETLK, &one) != 0)
                break;
            held++;
        }
    }
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    CLAIM(used.tv_sec < 5, "the CPU limit did not hold");
    if (held * LOCK_BYTES > 16 << 20)
        ACCEPTED("%ld locks, some %ld bytes, for %ld us of CPU, within 16 MiB", held, held * LOCK_BYTES,
                 used.tv_sec * 1000000 + used.tv_nsec / 1000);
    return verdict();
}
