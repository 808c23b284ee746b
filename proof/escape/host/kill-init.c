/*
 * Attack: Ends its own pid 1, which waits for its orphans, in every way there is to send a signal.
 * Row: T4.1
 * Promise: HELD
 * Without: none alone: init has another uid, and landlock lets no signal out where the kernel knows that scope
 * Class: any
 */
#define _GNU_SOURCE
#include <signal.h>

#include "probe.h"

enum { PIDFD_SEND_SIGNAL = 424, PIDFD_OPEN = 434 };

int main(void)
{
    siginfo_t information = {.si_signo = SIGKILL, .si_code = SI_QUEUE};
    REFUSED("kill", kill(1, SIGKILL), EPERM, ESRCH);
    REFUSED("tkill", syscall(SYS_tkill, 1, SIGKILL), EPERM, ESRCH);
    REFUSED("tgkill", syscall(SYS_tgkill, 1, 1, SIGKILL), EPERM, ESRCH);
    REFUSED("sigqueue", syscall(SYS_rt_sigqueueinfo, 1, SIGKILL, &information), EPERM, ESRCH);
    int init = (int)syscall(PIDFD_OPEN, 1, 0);
    REFUSED("by pidfd", syscall(PIDFD_SEND_SIGNAL, init, SIGKILL, NULL, 0), EPERM, EBADF, ESRCH);
    int pipes[2];
    CLAIM(pipe(pipes) == 0, "no pipe");
    /* by ownership of a descriptor: SIGIO's number can be chosen */
    if (fcntl(pipes[0], F_SETOWN, 1) == 0)
        fcntl(pipes[0], F_SETFL, O_ASYNC);
    CLAIM(write(pipes[1], "x", 1) == 1, "the pipe takes nothing");
    return verdict();
}
