/*
 * Attack: Makes one file larger than any may be, once with the signal ignored.
 * Row: T7.7
 * Promise: HELD
 * Without: identity-resources
 * Class: any
 * Limits: file=1M disk=16M
 */
#define _GNU_SOURCE
#include <signal.h>

#include "probe.h"

int main(void)
{
    static char megabyte[(1 << 20) + 1];
    signal(SIGXFSZ, SIG_IGN);
    int fd = open("large", O_CREAT | O_RDWR | O_CLOEXEC, 0600);
    CLAIM(write(fd, megabyte, sizeof megabyte) == 1 << 20, "it is not cut at the limit");
    REFUSED("one byte more", write(fd, "x", 1), EFBIG);
    REFUSED("a hole beyond", ftruncate(fd, 2 << 20), EFBIG);
    REFUSED("reserved beyond", fallocate(fd, 0, 1 << 20, 4096), EFBIG, EPERM);
    return verdict();
}
