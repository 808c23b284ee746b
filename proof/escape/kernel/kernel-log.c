/*
 * Attack: Reads the kernel's log, where other people's processes and addresses stand.
 * Row: T1.7
 * Promise: HELD
 * Without: none alone: the filter holds, and so does kernel.dmesg_restrict where it is set
 * Class: any
 */
#define _GNU_SOURCE
#include <sys/klog.h>

#include "probe.h"

int main(void)
{
    static char text[4096];
    REFUSED("syslog read all", klogctl(3, text, sizeof text), BY_FILTER);
    REFUSED("syslog size", klogctl(10, NULL, 0), BY_FILTER);
    REFUSED("/dev/kmsg", open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC), ENOENT);
    REFUSED("/proc/kmsg", open("/proc/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC), ENOENT);
    return verdict();
}
