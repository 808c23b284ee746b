/*
 * Attack: Opens files until the host's table is full, one process after the other, some of them in flight in sockets.
 * Row: T7.7
 * Promise: HELD
 * Without: identity-resources
 * Class: any
 * Limits: files=64
 */
#define _GNU_SOURCE
#include <sys/socket.h>

#include "probe.h"

int main(void)
{
    int opened = 0, pair[2], sent = 0;
    CLAIM(socketpair(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0, pair) == 0, "no sockets");
    for (; sent < 10000; sent++) { /* descriptors in flight are counted for their user */
        union {
            struct cmsghdr header;
            char space[CMSG_SPACE(sizeof(int))];
        } control = {.header = {CMSG_LEN(sizeof(int)), SOL_SOCKET, SCM_RIGHTS}};
        int fd = open("/dev/null", O_RDONLY);
        memcpy(CMSG_DATA(&control.header), &fd, sizeof fd);
        struct iovec byte = {"x", 1};
        struct msghdr message = {
            .msg_iov = &byte, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
        ssize_t done = sendmsg(pair[0], &message, 0);
        close(fd);
        if (done < 0)
            break;
    }
    NOTE("%d descriptors in flight: %s", sent, strerror(errno));
    CLAIM(sent < 10000, "10000 descriptors in flight");
    while (opened < 4096 && open("/dev/null", O_RDONLY) >= 0)
        opened++;
    CLAIM(opened < 64 && errno == EMFILE, "%d could be opened: %s", opened, strerror(errno));
    return verdict();
}
