/*
 * Attack: Signals every number there is, while a neighbour runs who would be ended by it.
 * Row: T6.1
 * Cells: two at once
 * Promise: HELD
 * Without: none alone: numbers are each cell's own, and so is the user
 * Class: any
 */
#define _GNU_SOURCE
#include <signal.h>
#include <sys/resource.h>

#include "probe.h"

static volatile sig_atomic_t received;

static void note(int number)
{
    received = number;
}

int main(int argc, char **argv)
{
    signal(SIGUSR1, note);
    if (is_first(argc, argv)) {
        wait_for_neighbour();
        CLAIM(received == 0, "signal %d came from outside", (int)received);
        return verdict();
    }
    signal(SIGUSR1, SIG_IGN);
    for (pid_t pid = 1; pid < 40000; pid++)
        if (pid != getpid())
            kill(pid, SIGUSR1);
    kill(-1, SIGUSR1);
    /* all processes of one user can be slowed down by one call, across namespaces */
    setpriority(PRIO_USER, 1000, 19);
    CLAIM(getuid() == 1000, "it is %u", getuid());
    return verdict();
}
