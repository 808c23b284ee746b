/*
 * Attack: Makes the call that ends a program again and again while a timer interrupts it, so that the kernel takes back what it tells
 *     before anybody has read it, and whoever reads may think that nobody is left.
 * Row: T1.7
 * Promise: forbidden mount
 * Cases: once again thrice
 * Without: seccomp
 * Class: any
 */
#define _GNU_SOURCE
#include <signal.h>
#include <sys/time.h>

#include "probe.h"

static void tick(int signal)
{
    (void)signal;
}

int main(void)
{
    enum { TIMES = 200000 };
    const struct sigaction ticks = {.sa_handler = tick}; /* not restarted */
    const struct itimerval often = {{0, 20}, {0, 20}};
    CLAIM(sigaction(SIGALRM, &ticks, NULL) == 0 && setitimer(ITIMER_REAL, &often, NULL) == 0, "no timer");
    for (int i = 0; i < TIMES; i++)
        if (syscall(SYS_mount, 1L, 1L, 1L, 0, 0) < 0 && errno != EINTR) { /* pointers that fault: nothing is mounted */
            OPENED("the call was answered: %s", strerror(errno));
            break;
        }
    OPENED("the program outlived what ends it");
    return verdict();
}
