/*
 * Attack: Takes memory as files: the disk is memory, and may be larger than the memory limit.
 * Row: T7.1
 * Promise: memory_exceeded
 * Without: memory
 * Class: any
 * Limits: memory=32M disk=128M file=128M
 */
#define _GNU_SOURCE
#include "probe.h"

int main(void)
{
    static char megabyte[1 << 20];
    int fd = open("/dev/shm/large", O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
    for (int i = 0; i < 96; i++)
        CLAIM(write(fd, megabyte, sizeof megabyte) == sizeof megabyte, "the disk ended first, at %d MiB", i);
    OPENED("96 MiB could be had");
    return verdict();
}
