/*
 * Attack: Changes the pipe that it shares with the daemon: its size, its mode, who is told of it; and drinks from it.
 * Row: T7.6
 * Promise: HELD
 * Without: none alone: the daemon's end never blocks and trusts no boundary of a message
 * Class: any
 */
#define _GNU_SOURCE
#include <signal.h>
#include <sys/ioctl.h>

#include "probe.h"

int main(void)
{
    NOTE("its size: %d", fcntl(1, F_SETPIPE_SZ, 1 << 20));
    CLAIM(fcntl(1, F_SETFL, O_DIRECT | O_NONBLOCK) == 0 || errno == EPERM || errno == EINVAL, "odd: %s",
          strerror(errno));
    fcntl(1, F_SETOWN, 1);
    fcntl(1, F_SETSIG, SIGKILL);
    fcntl(1, F_SETFL, O_ASYNC);
    int again = open("/proc/self/fd/1", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    char byte;
    if (again >= 0 && read(again, &byte, 1) > 0)
        NOTE("it can take back what it said");
    for (int i = 0; i < 100; i++)
        dprintf(1, "%d\n", i);
    fcntl(1, F_SETFL, 0);
    CLAIM(fcntl(1, F_GETFL) >= 0, "no output any more");
    return verdict();
}
