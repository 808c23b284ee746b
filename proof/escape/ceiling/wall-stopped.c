/*
 * Attack: Stops itself, with a child that stops it again whenever it is let go on.
 * Row: T7.3
 * Promise: wall_exceeded
 * Without: wall
 * Class: any
 * Limits: wall=400ms
 */
#define _GNU_SOURCE
#include <signal.h>

#include "probe.h"

int main(void)
{
    pid_t parent = getpid();
    if (fork() == 0)
        for (;;) {
            kill(parent, SIGSTOP);
            usleep(10000);
        }
    for (;;)
        raise(SIGSTOP);
}
