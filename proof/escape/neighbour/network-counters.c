/*
 * Attack: Reads the counters of a network namespace that was lent before, for traces of who had it.
 * Row: T6.2
 * Cells: one after the other
 * Promise: HELD
 * Without: none alone: no socket of a kind that counts can be made
 * Class: any
 */
#define _GNU_SOURCE
#include <sys/socket.h>
#include <sys/un.h>

#include "probe.h"

int main(int argc, char **argv)
{
    struct sockaddr_un at = {.sun_family = AF_UNIX, .sun_path = "\0freehold-proof-counted"};
    if (is_first(argc, argv)) {
        int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0), pair[2];
        CLAIM(fd >= 0 && bind(fd, (struct sockaddr *)&at, sizeof at) == 0 && listen(fd, 1) == 0,
              "no socket to leave behind");
        CLAIM(socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0, "no pair to leave behind");
        return verdict();
    }
    CLAIM(strchr(text_of("/proc/self/net/unix"), '@') == NULL, "a name of the first is listed");
    CLAIM(strstr(text_of("/proc/self/net/dev"), "lo:       0       0") != NULL || text_of("/proc/self/net/dev")[0] == 0,
          "the loopback has counted: %.200s", text_of("/proc/self/net/dev"));
    char *sockets = text_of("/proc/self/net/sockstat");
    CLAIM(sockets[0] == 0 || strstr(sockets, "TCP: inuse 0") != NULL, "somebody has TCP sockets");
    return verdict();
}
