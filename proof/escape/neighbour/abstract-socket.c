/*
 * Attack: Listens at a socket without a file, for a neighbour to connect to.
 * Row: T6.1
 * Cells: two at once
 * Promise: HELD
 * Without: none alone: the network namespace holds, and landlock's scope where the kernel has it
 * Class: any
 */
#define _GNU_SOURCE
#include <sys/socket.h>
#include <sys/un.h>

#include "probe.h"

int main(int argc, char **argv)
{
    struct sockaddr_un at = {.sun_family = AF_UNIX, .sun_path = "\0freehold-proof-neighbour"};
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    CLAIM(fd >= 0, "no socket");
    if (is_first(argc, argv)) {
        CLAIM(bind(fd, (struct sockaddr *)&at, sizeof at) == 0 && listen(fd, 1) == 0, "cannot listen: %s",
              strerror(errno));
        wait_for_neighbour();
        REFUSED("a visit from the neighbour", accept(fd, NULL, NULL), EAGAIN);
    } else {
        REFUSED("the neighbour's socket", connect(fd, (struct sockaddr *)&at, sizeof at), ECONNREFUSED, EPERM);
        CLAIM(bind(fd, (struct sockaddr *)&at, sizeof at) == 0, "the name is taken, which tells of the neighbour");
    }
    return verdict();
}
