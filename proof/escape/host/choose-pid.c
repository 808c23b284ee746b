/*
 * Attack: Chooses the number of its next process, to take the place of one that somebody is about to signal.
 * Row: T4.1
 * Promise: HELD
 * Without: none alone: clone3 is refused and /proc/sys is not there
 * Class: any
 */
#define _GNU_SOURCE
#include <linux/sched.h>
#include <sched.h>
#include <signal.h>

#include "probe.h"

int main(void)
{
    pid_t wanted = 4000;
    struct clone_args arguments = {.exit_signal = SIGCHLD, .set_tid = (uintptr_t)&wanted, .set_tid_size = 1};
    long pid = REFUSED("clone3 with a number", syscall(SYS_clone3, &arguments, sizeof arguments), ENOSYS, EPERM);
    if (pid == 0)
        _exit(0);
    REFUSED("ns_last_pid", open("/proc/sys/kernel/ns_last_pid", O_WRONLY | O_CLOEXEC), ENOENT);
    /* a sibling, whom the daemon would have to reap and might mistake */
    pid = REFUSED("a child of its parent's", syscall(SYS_clone, CLONE_PARENT | SIGCHLD, 0, 0, 0, 0), EPERM, EINVAL);
    if (pid == 0)
        _exit(0);
    return verdict();
}
