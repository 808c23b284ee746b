/*
 * Attack: Connects: to this machine, to its private nets, to the cloud's metadata, to the world, by name server.
 * Row: T5.2
 * Promise: HELD
 * Without: none alone: the filter refuses the family, the network namespace has no route
 * Class: any
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "probe.h"

static void ask(const char *address, uint16_t port, int kind)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port)};
    int fd = REFUSED("an AF_INET socket", socket(AF_INET, kind | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), EAFNOSUPPORT, EPERM);
    if (fd < 0)
        return;
    inet_pton(AF_INET, address, &to.sin_addr);
    REFUSED(address, connect(fd, (struct sockaddr *)&to, sizeof to), ENETUNREACH, ECONNREFUSED, EACCES);
    close(fd);
}

int main(void)
{
    ask("127.0.0.1", 22, SOCK_STREAM);
    ask("10.0.0.1", 80, SOCK_STREAM);
    ask("169.254.169.254", 80, SOCK_STREAM);
    ask("1.1.1.1", 443, SOCK_STREAM);
    ask("127.0.0.53", 53, SOCK_DGRAM);
    struct sockaddr_in6 host = {.sin6_family = AF_INET6, .sin6_port = htons(80), .sin6_addr = IN6ADDR_LOOPBACK_INIT};
    int fd = REFUSED("an AF_INET6 socket", socket(AF_INET6, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0),
                     EAFNOSUPPORT, EPERM);
    if (fd >= 0)
        REFUSED("::1", connect(fd, (struct sockaddr *)&host, sizeof host), ENETUNREACH, ECONNREFUSED, EADDRNOTAVAIL);
    return verdict();
}
