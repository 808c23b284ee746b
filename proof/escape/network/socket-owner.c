/*
 * Attack: Asks who is at the other end of its standard descriptors, to find the daemon's number and user.
 * Row: T5.4
 * Promise: HELD
 * Without: none alone: they are pipes, which know no owner
 * Class: any
 */
#define _GNU_SOURCE
#include <sys/socket.h>

#include "probe.h"

int main(void)
{
    for (int fd = 0; fd <= 2; fd++) {
        struct ucred peer;
        socklen_t length = sizeof peer;
        REFUSED("the peer", getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &length), ENOTSOCK);
        REFUSED("the peer's process", getsockopt(fd, SOL_SOCKET, 77, &peer, &length), ENOTSOCK); /* SO_PEERPIDFD */
    }
    return verdict();
}
