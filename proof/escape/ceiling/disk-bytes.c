/*
 * Attack: Fills its disk: by writing, by reserving, by holes that are filled later, in all three of its places.
 * Row: T7.5
 * Promise: HELD
 * Without: disk
 * Class: any
 * Limits: disk=4M file=64M memory=128M
 */
#define _GNU_SOURCE
#include "probe.h"

int main(void)
{
    static char megabyte[1 << 20];
    static const char *const places[] = {"/work/fill", "/tmp/fill", "/dev/shm/fill"};
    long written = 0;
    for (int i = 0; i < 3; i++) {
        int fd = open(places[i], O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
        for (ssize_t n; fd >= 0 && written < 32 << 20 && (n = write(fd, megabyte, sizeof megabyte)) > 0;)
            written += n;
        REFUSED("reserve 32 MiB", fallocate(fd, 0, 0, 32 << 20), ENOSPC, EPERM);
    }
    CLAIM(written <= 4 << 20, "%ld bytes fit on a disk of 4 MiB", written);
    CLAIM(written >= 3 << 20, "only %ld bytes fit on a disk of 4 MiB", written);
    return verdict();
}
