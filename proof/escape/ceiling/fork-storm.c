/*
 * Attack: Forks without end in every process, in sessions of their own, so that each that is killed has had children.
 * Row: T7.4
 * Promise: cpu_exceeded or wall_exceeded
 * Within: 4000 ms
 * Without: none alone: without the limit it is not harmless, so it is not run
 * Class: any
 * Limits: processes=96 cpu=500ms wall=1500ms memory=256M
 */
#define _GNU_SOURCE
#include <signal.h>

#include "probe.h"

int main(void)
{
    signal(SIGCHLD, SIG_IGN);
    for (;;)
        if (fork() == 0)
            setsid();
}
