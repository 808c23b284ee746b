/*
 * Attack: Asks for namespaces by clone3, whose flags lie in memory where no filter can read them.
 * Row: T1.2
 * Promise: HELD
 * Without: seccomp
 * Class: any
 */
#define _GNU_SOURCE
#include <linux/sched.h>
#include <sched.h>
#include <signal.h>

#include "probe.h"

static void ask(const char *what, uint64_t flags)
{
    struct clone_args arguments = {.flags = flags, .exit_signal = SIGCHLD};
    long pid = REFUSED(what, syscall(SYS_clone3, &arguments, sizeof arguments), ENOSYS);
    if (pid == 0)
        _exit(0);
    if (pid > 0)
        status_of((pid_t)pid);
}

int main(void)
{
    ask("clone3 of a plain child", 0);
    ask("clone3 with a user namespace", CLONE_NEWUSER);
    ask("clone3 with a user and a mount namespace", CLONE_NEWUSER | CLONE_NEWNS);
    return verdict();
}
