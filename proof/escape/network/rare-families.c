/*
 * Attack: Opens a socket of every other family that a kernel may load on demand, alone and as a pair.
 * Row: T5.3
 * Promise: HELD
 * Without: none alone: the filter holds; without it most families are not there or want a capability
 * Class: any
 */
#define _GNU_SOURCE
#include <sys/socket.h>

#include "probe.h"

int main(void)
{
    enum { FAMILIES = 46 };
    static const int kinds[] = {SOCK_STREAM, SOCK_DGRAM, SOCK_RAW, SOCK_SEQPACKET};
    for (int family = 0; family < FAMILIES; family++) {
        if (family == AF_UNIX)
            continue;
        for (int i = 0; i < 4; i++) {
            int pair[2];
            char what[64];
            snprintf(what, sizeof what, "family %d, kind %d", family, kinds[i]);
            int fd = REFUSED(what, socket(family, kinds[i] | SOCK_CLOEXEC, 0), EAFNOSUPPORT, EPERM);
            if (fd >= 0)
                close(fd);
            REFUSED(what, socketpair(family, kinds[i] | SOCK_CLOEXEC, 0, pair), EAFNOSUPPORT, EPERM);
        }
    }
    return verdict();
}
