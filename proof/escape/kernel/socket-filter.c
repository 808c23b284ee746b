/*
 * Attack: Loads code into the kernel by the side door: a packet filter on a socket of its own, which the kernel compiles.
 * Row: T1.5
 * Promise: HELD
 * Without: seccomp
 * Class: any
 */
#define _GNU_SOURCE
#include <linux/filter.h>
#include <sys/socket.h>

#include "probe.h"

int main(void)
{
    struct sock_filter all[] = {BPF_STMT(BPF_RET | BPF_K, 0xffff)};
    struct sock_fprog program = {1, all};
    int pair[2];
    CLAIM(socketpair(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0, pair) == 0, "no sockets to try");
    REFUSED("SO_ATTACH_FILTER", setsockopt(pair[0], SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program), BY_FILTER);
    return verdict();
}
