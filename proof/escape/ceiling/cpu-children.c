/*
 * Attack: Computes in children that live for a moment, execute the next and are never waited for, so that no process has
 *     ever used much.
 * Row: T7.2
 * Promise: cpu_exceeded
 * Without: cpu
 * Class: any
 * Limits: cpu=400ms wall=8s processes=32 memory=256M
 */
#define _GNU_SOURCE
#include <sched.h>
#include <signal.h>

#include "probe.h"

int main(int argc, char **argv)
{
    signal(SIGCHLD, SIG_IGN);
    (void)argc;
    for (volatile int i = 0; i < 200000; i++)
        ;
    for (int i = 0; i < 8; i++)
        if (fork() == 0) {
            setsid();
            execl("/proc/self/exe", argv[0], (char *)NULL);
            _exit(0);
        }
    for (;;) {
        if (fork() == 0)
            _exit(0);
        sched_yield();
    }
}
