/*
 * Attack: Makes a user namespace of its own, which hands out all capabilities and with them the kernel's worst code.
 * Row: T1.2
 * Promise: HELD
 * Without: seccomp
 * Class: any
 */
#define _GNU_SOURCE
#include <sched.h>
#include <signal.h>

#include "probe.h"

int main(void)
{
    REFUSED("unshare user", unshare(CLONE_NEWUSER), EPERM);
    long pid = REFUSED("clone user", syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, 0, 0, 0, 0), EPERM);
    if (pid == 0)
        _exit(0);
    /* The high half of the flags is ignored by the kernel; a filter that compares 64 bits is led astray. */
    REFUSED("unshare user, high bits set", syscall(SYS_unshare, CLONE_NEWUSER | (1UL << 40)), EPERM, EINVAL);
    return verdict();
}
