/*
 * Attack: Talks past every network namespace to the machine that this machine runs on (AF_VSOCK).
 * Row: T5.3
 * Promise: HELD
 * Without: seccomp
 * Class: any
 */
#define _GNU_SOURCE
#include <linux/vm_sockets.h>
#include <sys/socket.h>

#include "probe.h"

int main(void)
{
    int fd = REFUSED("vsock", socket(AF_VSOCK, SOCK_STREAM | SOCK_CLOEXEC, 0), EAFNOSUPPORT, EPERM);
    struct sockaddr_vm host = {.svm_family = AF_VSOCK, .svm_cid = VMADDR_CID_HOST, .svm_port = 1};
    if (fd >= 0)
        REFUSED("the host", connect(fd, (struct sockaddr *)&host, sizeof host), ENODEV, ECONNRESET, EPERM);
    REFUSED("vsock, high bits set", syscall(SYS_socket, AF_VSOCK | (1UL << 32), SOCK_STREAM, 0), EAFNOSUPPORT, EPERM);
    return verdict();
}
