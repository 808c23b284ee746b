/*
 * Attack: Ignores every signal that a time limit could send, blocks the rest, and winds its own timers.
 * Row: T7.2
 * Promise: cpu_exceeded
 * Without: cpu
 * Class: any
 * Limits: cpu=300ms wall=5s
 */
#define _GNU_SOURCE
#include <signal.h>
#include <sys/resource.h>
#include <sys/time.h>

#include "probe.h"

static void nothing(int number)
{
    (void)number;
}

int main(void)
{
    sigset_t all;
    for (int number = 1; number < 65; number++)
        signal(number, SIG_IGN);
    signal(SIGALRM, nothing);
    struct itimerval often = {{0, 500}, {0, 500}};
    setitimer(ITIMER_REAL, &often, NULL);
    struct rlimit cpu = {RLIM_INFINITY, RLIM_INFINITY};
    setrlimit(RLIMIT_CPU, &cpu);
    sigfillset(&all);
    sigdelset(&all, SIGALRM);
    sigprocmask(SIG_BLOCK, &all, NULL);
    for (volatile unsigned long i = 0;; i++)
        ;
}
