/*
 * Attack: Lets the kernel kill a child for want of memory, and goes on as if nothing had been, again and again.
 * Row: T7.1
 * Promise: memory_exceeded
 * Without: memory
 * Class: any
 * Limits: memory=32M
 */
#define _GNU_SOURCE
#include <signal.h>

#include "probe.h"

int main(void)
{
    pid_t child = fork();
    if (child == 0) {
        int score = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
        if (score >= 0 && write(score, "1000", 4) < 0)
            NOTE("the child cannot offer itself");
        for (int i = 0; i < 96; i++)
            memset(malloc(1 << 20), 1, 1 << 20);
        _exit(0);
    }
    int status = status_of(child);
    sigset_t none;
    sigemptyset(&none);
    CLAIM(!WIFEXITED(status), "96 MiB could be had");
    if (WIFSIGNALED(status))
        sigsuspend(&none); /* the rest of the cell is to be ended soon; a wall limit would say another verdict */
    return verdict();
}
