/*
 * Attack: Starts threads, which a limit on processes of a user would count for all cells of that user.
 * Row: T7.4
 * Promise: HELD
 * Refusals: processes
 * Without: processes
 * Class: any
 * Limits: processes=32
 */
#define _GNU_SOURCE
#include <pthread.h>

#include "probe.h"

static void *rest(void *unused)
{
    for (;;)
        pause();
    return unused;
}

int main(void)
{
    int made = 0;
    pthread_attr_t small;
    pthread_attr_init(&small);
    pthread_attr_setstacksize(&small, 65536);
    for (pthread_t thread; made < 200 && pthread_create(&thread, &small, rest, NULL) == 0;)
        made++;
    CLAIM(made == 31, "%d threads beside the first", made);
    return verdict();
}
