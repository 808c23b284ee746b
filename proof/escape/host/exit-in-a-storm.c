/*
 * Attack: Ends in the middle of a fork storm, so that somebody is always being born while all are being killed.
 * Row: T4.5
 * Promise: HELD
 * Within: 3000 ms
 * Without: none alone: the kill takes all of the control group, and init's end forbids new processes
 * Class: any
 * Limits: processes=96 memory=256M
 */
#define _GNU_SOURCE
#include <signal.h>

#include "probe.h"

int main(void)
{
    int pipes[2];
    char bytes[64];
    CLAIM(pipe(pipes) == 0, "no pipe");
    if (fork() == 0) {
        signal(SIGCHLD, SIG_IGN);
        signal(SIGPIPE, SIG_IGN);
        close(0), close(1), close(2);
        for (;;)
            if (fork() == 0) {
                setsid();
                if (write(pipes[1], "x", 1) < 0)
                    signal(SIGTERM, SIG_IGN);
            }
    }
    ssize_t seen = 0; /* the storm is up when as many have reported */
    for (ssize_t n; seen < 64 && (n = read(pipes[0], bytes, sizeof bytes)) > 0;)
        seen += n;
    CLAIM(seen >= 64, "there was no storm");
    return verdict();
}
