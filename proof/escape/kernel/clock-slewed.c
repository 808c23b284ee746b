/*
 * Attack: Does not set the host's clock but bends its speed, and changes the host's name for its zone.
 * Row: T1.7
 * Promise: HELD
 * Without: none alone: the filter and the empty capability sets each hold
 * Class: any
 */
#define _GNU_SOURCE
#include <sys/timex.h>
#include <time.h>

#include "probe.h"

int main(void)
{
    struct timex same = {.modes = ADJ_TICK, .tick = 10000}; /* the value it has */
    REFUSED("adjtimex", adjtimex(&same), BY_FILTER);
    REFUSED("clock_adjtime", clock_adjtime(CLOCK_REALTIME, &same), BY_FILTER);
    return verdict();
}
