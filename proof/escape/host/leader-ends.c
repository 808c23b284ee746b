/*
 * Attack: Ends its first thread and goes on in another: whoever waits for the number alone thinks that it is over.
 * Row: T4.5
 * Promise: HELD
 * Without: none alone: the daemon waits for the whole program by descriptor
 * Class: any
 */
#define _GNU_SOURCE
#include <pthread.h>

#include "probe.h"

static void *go_on(void *leader)
{
    pthread_join(*(pthread_t *)leader, NULL);
    while (strstr(text_of("/proc/self/status"), "State:\tZ") == NULL &&
           strstr(text_of("/proc/2/status"), "State:\tZ") == NULL)
        usleep(1000);
    usleep(100000); /* time for a daemon that is wrong to act */
    CLAIM(getpid() == 2, "the number changed to %d", getpid());
    exit(verdict());
}

int main(void)
{
    static pthread_t leader, other;
    leader = pthread_self();
    CLAIM(pthread_create(&other, NULL, go_on, &leader) == 0, "no thread");
    pthread_exit(NULL);
}
