/*
 * Attack: Watches the machine by perf_event_open: itself, everything on one CPU, and init.
 * Row: T1.5
 * Promise: HELD
 * Without: seccomp
 * Class: any
 */
#define _GNU_SOURCE
#include <linux/perf_event.h>

#include "probe.h"

int main(void)
{
    struct perf_event_attr clock = {
        .type = PERF_TYPE_SOFTWARE, .size = sizeof clock, .config = PERF_COUNT_SW_TASK_CLOCK, .exclude_kernel = 1};
    REFUSED("perf of itself", syscall(SYS_perf_event_open, &clock, 0, -1, -1, 0), BY_FILTER);
    REFUSED("perf of a CPU", syscall(SYS_perf_event_open, &clock, -1, 0, -1, 0), BY_FILTER, EACCES);
    REFUSED("perf of init", syscall(SYS_perf_event_open, &clock, 1, -1, -1, 0), BY_FILTER, EACCES, ESRCH);
    return verdict();
}
