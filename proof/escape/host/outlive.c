/*
 * Attack: Leaves behind a daemon: forked twice, in a session of its own, deaf to every signal, that goes on when the program ends.
 * Row: T4.5
 * Promise: HELD
 * Within: 2000 ms
 * Without: none alone: init's end, the control group's kill and the lifeline each hold
 * Class: any
 */
#define _GNU_SOURCE
#include <signal.h>

#include "probe.h"

int main(void)
{
    int pipes[2];
    char byte;
    CLAIM(pipe(pipes) == 0, "no pipe");
    if (fork() == 0) {
        setsid();
        if (fork() > 0)
            _exit(0);
        for (int number = 1; number < 65; number++)
            signal(number, SIG_IGN);
        dprintf(pipes[1], "x");
        close(0), close(1), close(2);
        for (;;)
            pause();
    }
    CLAIM(read(pipes[0], &byte, 1) == 1, "the daemon did not start");
    return verdict();
}
