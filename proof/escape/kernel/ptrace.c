/*
 * Attack: Steers another process of its own by ptrace, the oldest way around a filter.
 * Row: T1.4
 * Promise: HELD
 * Without: seccomp
 * Class: any
 */
#define _GNU_SOURCE
#include <signal.h>
#include <sys/ptrace.h>

#include "probe.h"

int main(void)
{
    pid_t child = fork();
    if (child == 0) {
        pause();
        _exit(0);
    }
    REFUSED("seize a child", ptrace(PTRACE_SEIZE, child, NULL, NULL), EPERM);
    REFUSED("attach to init", ptrace(PTRACE_ATTACH, 1, NULL, NULL), EPERM);
    kill(child, SIGKILL);
    status_of(child);
    return verdict();
}
