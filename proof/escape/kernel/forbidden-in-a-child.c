/*
 * Attack: Lets a child, or a thread of a child, make the call that ends a program, so that the parent goes on.
 * Row: T1.7
 * Promise: forbidden reboot
 * Without: seccomp
 * Class: any
 */
#define _GNU_SOURCE
#include <pthread.h>

#include "probe.h"

static void *call(void *unused)
{
    syscall(SYS_reboot, 0, 0, 0, NULL); /* without its magic numbers it does nothing */
    return unused;
}

int main(void)
{
    pid_t child = fork();
    if (child == 0) {
        pthread_t thread;
        if (pthread_create(&thread, NULL, call, NULL) == 0)
            pthread_join(thread, NULL);
        _exit(0);
    }
    status_of(child);
    OPENED("the program outlived the forbidden call of its child");
    return verdict();
}
