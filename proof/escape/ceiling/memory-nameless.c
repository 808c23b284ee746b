/*
 * Attack: Takes memory as nameless files (memfd), which are on no disk that has a limit.
 * Row: T7.1
 * Promise: memory_exceeded
 * Without: memory
 * Class: interpreted, managed
 * Limits: memory=32M file=128M
 */
#define _GNU_SOURCE
#include <sys/mman.h>

#include "probe.h"

int main(void)
{
    static char megabyte[1 << 20];
    int fd = memfd_create("large", MFD_CLOEXEC);
    CLAIM(fd >= 0, "no memfd");
    for (int i = 0; i < 96; i++)
        CLAIM(write(fd, megabyte, sizeof megabyte) == sizeof megabyte, "it ended at %d MiB: %s", i, strerror(errno));
    OPENED("96 MiB could be had");
    return verdict();
}
