/*
 * Attack: Computes in threads, each of which has used little.
 * Row: T7.2
 * Promise: cpu_exceeded
 * Without: cpu
 * Class: any
 * Limits: cpu=400ms wall=5s processes=16
 */
#define _GNU_SOURCE
#include <pthread.h>

#include "probe.h"

static void *spin(void *unused)
{
    for (volatile unsigned long i = 0;; i++)
        ;
    return unused;
}

int main(void)
{
    pthread_t thread;
    for (int i = 0; i < 8; i++)
        if (pthread_create(&thread, NULL, spin, NULL) != 0)
            OPENED("no thread %d", i);
    spin(NULL);
}
