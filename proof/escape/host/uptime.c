/*
 * Attack: Learns since when the host runs, and so which one it is and when it was last patched.
 * Row: T4.2
 * Promise: HELD
 * Without: namespace-uptime
 * Class: any
 */
#define _GNU_SOURCE
#include <sys/sysinfo.h>
#include <time.h>

#include "probe.h"

int main(void)
{
    struct timespec boot, monotonic;
    struct sysinfo machine;
    enum { AT_MOST_S = 300 }; /* a cell of the suite is never that old; a host that tests run on is */

    clock_gettime(CLOCK_BOOTTIME, &boot);
    clock_gettime(CLOCK_MONOTONIC, &monotonic);
    CLAIM(sysinfo(&machine) == 0, "no sysinfo");
    CLAIM(boot.tv_sec < AT_MOST_S, "CLOCK_BOOTTIME is %lld s", (long long)boot.tv_sec);
    CLAIM(monotonic.tv_sec < AT_MOST_S, "CLOCK_MONOTONIC is %lld s", (long long)monotonic.tv_sec);
    CLAIM(machine.uptime < AT_MOST_S, "sysinfo says %ld s", machine.uptime);
    return verdict();
}
