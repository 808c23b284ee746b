/*
 * Attack: Asks for namespaces in the flags of the old clone, next to flags that every thread library uses.
 * Row: T1.2
 * Promise: HELD
 * Without: none alone: the filter and the empty capability sets each hold
 * Class: any
 */
#define _GNU_SOURCE
#include <sched.h>
#include <signal.h>

#include "probe.h"

static void ask(const char *what, unsigned long flags)
{
    long pid = REFUSED(what, syscall(SYS_clone, flags | SIGCHLD, 0, 0, 0, 0), EPERM);
    if (pid == 0)
        _exit(0);
    if (pid > 0)
        status_of((pid_t)pid);
}

int main(void)
{
    ask("clone mount", CLONE_NEWNS);
    ask("clone pid", CLONE_NEWPID);
    ask("clone net", CLONE_NEWNET);
    ask("clone ipc", CLONE_NEWIPC);
    ask("clone uts", CLONE_NEWUTS);
    ask("clone cgroup", CLONE_NEWCGROUP);
    ask("clone net, with vfork and files", CLONE_NEWNET | CLONE_VFORK | CLONE_FILES);
    ask("clone net, high bits set", CLONE_NEWNET | (1UL << 33)); /* CLONE_INTO_CGROUP exists for clone3 only */
    return verdict();
}
