/*
 * Attack: Puts itself before everybody else: real-time classes, a deadline, a negative nice value, real-time I/O.
 * Row: T2.4
 * Promise: HELD
 * Without: identity-priority
 * Class: any
 */
#define _GNU_SOURCE
#include <sched.h>
#include <sys/resource.h>

#include "probe.h"

int main(void)
{
    struct sched_param one = {.sched_priority = 1};
    struct {
        uint32_t size, policy;
        uint64_t flags;
        int32_t nice;
        uint32_t priority;
        uint64_t runtime, deadline, period;
    } deadline = {48, 6, 0, 0, 0, 1000000, 100000000, 100000000};

    CLAIM(sched_getscheduler(0) == SCHED_OTHER, "it does not begin in the common class");
    if (REFUSED("SCHED_FIFO", sched_setscheduler(0, SCHED_FIFO, &one), EPERM, EINVAL) == 0)
        sched_setscheduler(0, SCHED_OTHER, &(struct sched_param){0});
    if (REFUSED("SCHED_RR", sched_setscheduler(0, SCHED_RR, &one), EPERM, EINVAL) == 0)
        sched_setscheduler(0, SCHED_OTHER, &(struct sched_param){0});
    if (REFUSED("SCHED_DEADLINE", syscall(SYS_sched_setattr, 0, &deadline, 0), EPERM, EINVAL, ENOSYS) == 0)
        sched_setscheduler(0, SCHED_OTHER, &(struct sched_param){0});
    errno = 0;
    CLAIM(getpriority(PRIO_PROCESS, 0) >= 0 && errno == 0, "it begins with a negative nice value");
    REFUSED("nice -5", setpriority(PRIO_PROCESS, 0, -5), EACCES, EPERM);
    REFUSED("real-time I/O", syscall(SYS_ioprio_set, 1, 0, 1 << 13), EPERM, ENOSYS);
    REFUSED("init's priority", setpriority(PRIO_PROCESS, 1, 19), EPERM, EACCES, ESRCH);
    return verdict();
}
