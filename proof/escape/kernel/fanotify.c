/*
 * Attack: Listens to what happens on shared file systems by fanotify.
 * Row: T1.5
 * Promise: HELD
 * Without: seccomp
 * Class: any
 */
#define _GNU_SOURCE
#include <sys/fanotify.h>

#include "probe.h"

int main(void)
{
    REFUSED("fanotify", fanotify_init(FAN_CLASS_NOTIF, O_RDONLY), BY_FILTER);
    REFUSED("fanotify as an unprivileged listener", fanotify_init(FAN_REPORT_FID, O_RDONLY), BY_FILTER);
    return verdict();
}
