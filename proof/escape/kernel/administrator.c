/*
 * Attack: Makes the calls of an administrator, one a case: modules, another kernel, swap, quotas, accounting, ports, the clock;
 *     all with arguments that cannot do harm.
 * Row: T1.7
 * Cases: init_module finit_module delete_module kexec_load kexec_file_load reboot swapon swapoff acct quotactl iopl ioperm
 *     clock_settime settimeofday
 * Promise: forbidden by its name
 * Without: none alone: the filter and the empty capability sets each hold
 * Class: any
 */
#define _GNU_SOURCE
#include <sys/io.h>
#include <sys/swap.h>
#include <sys/time.h>
#include <time.h>

#include "probe.h"

static long call_by_name(const char *name)
{
    static const struct {
        const char *name;
        long number, arguments[5];
    } calls[] = {
        {"init_module", SYS_init_module, {0}},
        {"finit_module", SYS_finit_module, {-1}},
        {"delete_module", SYS_delete_module, {0}},
        {"kexec_load", SYS_kexec_load, {0, 0, 0, 0x7fff}},
        {"kexec_file_load", SYS_kexec_file_load, {-1, -1, 0, 0, 0x7fff}},
        {"reboot", SYS_reboot, {0}}, /* without its magic numbers it does nothing */
        {"swapon", SYS_swapon, {0}},
        {"swapoff", SYS_swapoff, {0}},
        {"quotactl", SYS_quotactl, {0x7fff}},
        {"iopl", SYS_iopl, {3}},
        {"ioperm", SYS_ioperm, {0x80, 1, 1}},
    };
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
        if (strcmp(calls[i].name, name) == 0)
            return syscall(calls[i].number, calls[i].arguments[0], calls[i].arguments[1], calls[i].arguments[2],
                           calls[i].arguments[3], calls[i].arguments[4]);
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now); /* set to what it is */
    if (strcmp(name, "clock_settime") == 0)
        return clock_settime(CLOCK_REALTIME, &now);
    if (strcmp(name, "settimeofday") == 0)
        return syscall(SYS_settimeofday, &(struct timeval){now.tv_sec, now.tv_nsec / 1000}, NULL);
    if (strcmp(name, "acct") == 0)
        return syscall(SYS_acct, "/work/none");
    ODD("no such case: %s", name);
    return -1;
}

int main(int argc, char **argv)
{
    const char *name = argc > 1 ? argv[1] : "";
    REFUSED(name, call_by_name(name), BY_FILTER);
    return verdict();
}
