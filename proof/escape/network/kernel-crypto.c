/*
 * Attack: Reaches the kernel's ciphers by AF_ALG, a large and often broken part that programs do not need.
 * Row: T5.3
 * Promise: HELD
 * Without: none alone: the filter holds; without it not every kernel has the family
 * Class: any
 */
#define _GNU_SOURCE
#include <linux/if_alg.h>
#include <sys/socket.h>

#include "probe.h"

int main(void)
{
    struct sockaddr_alg hash = {.salg_family = AF_ALG, .salg_type = "hash", .salg_name = "sha256"};
    int fd = REFUSED("AF_ALG", socket(AF_ALG, SOCK_SEQPACKET | SOCK_CLOEXEC, 0), EAFNOSUPPORT, EPERM);
    if (fd >= 0)
        REFUSED("a hash", bind(fd, (struct sockaddr *)&hash, sizeof hash), ENOENT, EPERM);
    return verdict();
}
