/*
 * Attack: Starts with signals blocked or ignored that its starter blocked, so that it cannot be ended by them, or learns from
 *     them what started it.
 * Row: T4.3
 * Promise: HELD
 * Without: none alone: exec and the daemon itself reset most of them
 * Class: any
 */
#define _GNU_SOURCE
#include <signal.h>

#include "probe.h"

int main(void)
{
    sigset_t blocked;
    sigprocmask(SIG_BLOCK, NULL, &blocked);
    for (int number = 1; number < 65; number++) {
        struct sigaction action;
        if (sigaction(number, NULL, &action) != 0)
            continue;
        CLAIM(action.sa_handler == SIG_DFL, "signal %d is not at its default", number);
        CLAIM(sigismember(&blocked, number) == 0, "signal %d is blocked", number);
    }
    return verdict();
}
