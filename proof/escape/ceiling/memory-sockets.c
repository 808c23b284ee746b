/*
 * Attack: Takes memory as messages in sockets that nobody reads, some of them as descriptors in flight.
 * Row: T7.8
 * Promise: memory_exceeded or HELD
 * Without: memory
 * Class: any
 * Limits: memory=16M files=1024
 */
#define _GNU_SOURCE
#include <sys/socket.h>

#include "probe.h"

int main(void)
{
    static char fill[65536];
    long held = 0;
    for (int i = 0; i < 480 && held < 48 << 20; i++) { /* three times the limit; then it gives up */
        int pair[2], most = 1 << 22;
        if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, pair) != 0)
            break;
        setsockopt(pair[0], SOL_SOCKET, SO_SNDBUF, &most, sizeof most);
        for (ssize_t n; (n = write(pair[0], fill, sizeof fill)) > 0;)
            held += n;
    }
    CLAIM(held < 16 << 20, "sockets hold %ld bytes", held);
    return verdict();
}
