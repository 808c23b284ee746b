/* Listens at an abstract socket of the host until its input ends, for network/host-abstract-socket.c to find. */
#define _GNU_SOURCE
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    struct sockaddr_un at = {.sun_family = AF_UNIX};
    size_t length = argc > 1 ? strlen(argv[1]) : 0;
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    char byte;

    if (length == 0 || length >= sizeof at.sun_path - 1)
        return 2;
    memcpy(at.sun_path + 1, argv[1], length);
    if (bind(fd, (struct sockaddr *)&at, (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + length)) != 0 ||
        listen(fd, 1) != 0)
        return 1;
    if (write(1, "ready\n", 6) != 6)
        return 1;
    while (read(0, &byte, 1) > 0)
        ;
    return 0;
}
