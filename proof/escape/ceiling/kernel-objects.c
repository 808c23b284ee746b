/*
 * Attack: Makes objects of the kernel that are small in themselves: timers, queued signals, message queues.
 * Row: T7.8
 * Promise: HELD
 * Without: identity-resources
 * Class: any
 * Limits: memory=128M
 */
#define _GNU_SOURCE
#include <mqueue.h>
#include <signal.h>
#include <time.h>

#include "probe.h"

int main(void)
{
    int timers = 0, signals = 0, queues = 0;
    struct sigevent none = {.sigev_notify = SIGEV_NONE};
    sigset_t queued;
    for (timer_t timer; timers < 5000 && timer_create(CLOCK_MONOTONIC, &none, &timer) == 0;)
        timers++;
    sigemptyset(&queued);
    sigaddset(&queued, SIGRTMIN);
    sigprocmask(SIG_BLOCK, &queued, NULL);
    while (signals < 5000 && sigqueue(getpid(), SIGRTMIN, (union sigval){0}) == 0)
        signals++;
    for (; queues < 1000; queues++) {
        char name[32];
        struct mq_attr large = {.mq_maxmsg = 10, .mq_msgsize = 8192};
        snprintf(name, sizeof name, "/queue-%d", queues);
        if (mq_open(name, O_CREAT | O_RDWR, 0600, &large) < 0)
            break;
    }
    CLAIM(timers < 5000, "%d timers", timers);
    CLAIM(signals < 5000, "%d queued signals", signals);
    CLAIM(queues < 200, "%d queues of 80 KiB", queues);
    NOTE("%d timers, %d signals, %d queues", timers, signals, queues);
    return verdict();
}
