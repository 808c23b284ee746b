/*
 * Attack: Takes a descriptor out of another process by pidfd_getfd.
 * Row: T1.4
 * Promise: HELD
 * Without: seccomp
 * Class: any
 */
#define _GNU_SOURCE
#include <signal.h>

#include "probe.h"

enum { PIDFD_OPEN = 434, PIDFD_GETFD = 438 };

int main(void)
{
    pid_t child = fork();
    if (child == 0) {
        pause();
        _exit(0);
    }
    int of_child = (int)syscall(PIDFD_OPEN, child, 0), of_init = (int)syscall(PIDFD_OPEN, 1, 0);
    REFUSED("take a child's descriptor", syscall(PIDFD_GETFD, of_child, 1, 0), BY_FILTER);
    REFUSED("take a descriptor of init", syscall(PIDFD_GETFD, of_init, 0, 0), BY_FILTER);
    kill(child, SIGKILL);
    status_of(child);
    return verdict();
}
