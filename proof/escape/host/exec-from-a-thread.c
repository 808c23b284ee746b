/*
 * Attack: Executes another program from a thread that is not the first, which changes who holds the first number.
 * Row: T4.5
 * Promise: HELD
 * Without: none alone: the daemon waits for the whole program by descriptor
 * Class: any
 */
#define _GNU_SOURCE
#include <pthread.h>

#include "probe.h"

static void *execute(void *unused)
{
    execl("/proc/self/exe", "again", "again", (char *)NULL);
    return unused;
}

int main(int argc, char **argv)
{
    (void)argv;
    if (argc > 1) {
        CLAIM(getpid() == 2, "its number is %d", getpid());
        return verdict();
    }
    pthread_t thread;
    CLAIM(pthread_create(&thread, NULL, execute, NULL) == 0, "no thread");
    for (;;)
        pause();
}
