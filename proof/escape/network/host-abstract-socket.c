/*
 * Attack: Connects to a socket of the host that has no file, and so no permissions: the harness listens at one.
 * Row: T5.4
 * Promise: HELD
 * Without: none alone: the network namespace holds, and landlock's scope where the kernel has it
 * Class: any
 * Given: host
 */
#define _GNU_SOURCE
#include <stddef.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "probe.h"

int main(void)
{
    const char *name = host_fact("abstract_socket");
    struct sockaddr_un to = {.sun_family = AF_UNIX};
    CLAIM(name[0] != 0, "the harness listens nowhere");
    memcpy(to.sun_path + 1, name, strlen(name));
    socklen_t length = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + strlen(name));
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    CLAIM(fd >= 0, "no socket to try with");
    REFUSED("the host's abstract socket", connect(fd, (struct sockaddr *)&to, length), ECONNREFUSED, EPERM);
    return verdict();
}
