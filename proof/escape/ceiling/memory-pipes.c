/*
 * Attack: Takes memory as full pipes that nobody reads.
 * Row: T7.8
 * Promise: memory_exceeded or HELD
 * Without: memory
 * Class: any
 * Limits: memory=16M files=1024
 */
#define _GNU_SOURCE
#include "probe.h"

int main(void)
{
    static char fill[1 << 20];
    long held = 0;
    for (int i = 0; i < 480 && held < 48 << 20; i++) { /* three times the limit; then it gives up */
        int pipes[2];
        if (pipe2(pipes, O_NONBLOCK) != 0)
            break;
        fcntl(pipes[1], F_SETPIPE_SZ, 1 << 20);
        for (ssize_t n; (n = write(pipes[1], fill, 65536)) > 0;)
            held += n;
    }
    CLAIM(held < 16 << 20, "pipes hold %ld bytes", held);
    return verdict();
}
