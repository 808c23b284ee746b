/*
 * Attack: Raises its resource limits, and lowers those of init.
 * Row: T2.4
 * Promise: HELD
 * Without: identity-resources
 * Class: any
 */
#define _GNU_SOURCE
#include <sys/resource.h>

#include "probe.h"

static void bounded(const char *what, int resource, rlim_t most)
{
    struct rlimit now, more = {RLIM_INFINITY, RLIM_INFINITY};
    CLAIM(getrlimit((__rlimit_resource_t)resource, &now) == 0 && now.rlim_max <= most, "%s may reach %llu", what,
          (unsigned long long)now.rlim_max);
    REFUSED(what, setrlimit((__rlimit_resource_t)resource, &more), EPERM);
}

int main(void)
{
    struct rlimit one = {1, 1};
    bounded("core", RLIMIT_CORE, 1);
    bounded("real-time priority", RLIMIT_RTPRIO, 0);
    bounded("nice", RLIMIT_NICE, 0);
    bounded("locked memory", RLIMIT_MEMLOCK, 64 << 20);
    bounded("message queues", RLIMIT_MSGQUEUE, 16 << 20);
    bounded("pending signals", RLIMIT_SIGPENDING, 65536);
    bounded("open files", RLIMIT_NOFILE, 1 << 20);
    bounded("file size", RLIMIT_FSIZE, (rlim_t)1 << 40);
    REFUSED("init's open files", prlimit(1, RLIMIT_NOFILE, &one, NULL), EPERM, ESRCH);
    return verdict();
}
