/*
 * Attack: Ends, and leaves its output in a message between two sockets that hold nothing but each other, where the kernel
 *     looks for it no sooner than somebody on the host closes a socket: until then the output has no end.
 * Row: T4.5
 * Promise: HELD
 * Within: 2000 ms
 * Without: none alone: what the dead wrote is in the pipe, and its end is not waited for
 * Class: any
 */
#define _GNU_SOURCE
#include <sys/socket.h>

#include "probe.h"

int main(void)
{
    int ends[2];
    CLAIM(socketpair(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0, ends) == 0, "no sockets");
    const int sent[] = {ends[0], ends[1], 1, 2};
    union {
        struct cmsghdr header;
        char space[CMSG_SPACE(sizeof sent)];
    } control = {.header = {.cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS, .cmsg_len = CMSG_LEN(sizeof sent)}};
    memcpy(CMSG_DATA(&control.header), sent, sizeof sent);
    struct iovec part = {.iov_base = "x", .iov_len = 1};
    struct msghdr message = {
        .msg_iov = &part, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
    CLAIM(sendmsg(ends[0], &message, 0) == 1, "the message was not sent");
    return verdict();
}
