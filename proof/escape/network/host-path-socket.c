/*
 * Attack: Connects to sockets of the host by path: the daemon's own, and those of container engines, log and bus.
 * Row: T5.4
 * Promise: HELD
 * Without: none alone: nothing of the host is below the root
 * Class: any
 * Given: host
 */
#define _GNU_SOURCE
#include <sys/socket.h>
#include <sys/un.h>

#include "probe.h"

static void ask(const char *path)
{
    struct sockaddr_un to = {.sun_family = AF_UNIX};
    snprintf(to.sun_path, sizeof to.sun_path, "%s", path);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    REFUSED(path, connect(fd, (struct sockaddr *)&to, sizeof to), ENOENT, EACCES);
    close(fd);
}

int main(void)
{
    CLAIM(host_fact("daemon_socket")[0] != 0, "the harness does not say where the daemon listens");
    ask(host_fact("daemon_socket"));
    ask("/run/docker.sock");
    ask("/var/run/docker.sock");
    ask("/run/containerd/containerd.sock");
    ask("/run/dbus/system_bus_socket");
    ask("/run/systemd/journal/socket");
    ask("/dev/log");
    return verdict();
}
