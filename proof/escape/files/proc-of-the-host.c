/*
 * Attack: Reads and writes the parts of /proc that belong to the machine: memory, symbols, keys, switches, interrupts.
 * Row: T3.8
 * Promise: HELD
 * Without: proc-machine
 * Class: any
 */
#define _GNU_SOURCE
#include "probe.h"

int main(void)
{
    static const char *const entries[] = {
        "kcore",
        "kallsyms",
        "keys",
        "key-users",
        "kmsg",
        "modules",
        "timer_list",
        "sched_debug",
        "config.gz",
        "interrupts",
        "iomem",
        "ioports",
        "slabinfo",
        "vmallocinfo",
        "partitions",
        "diskstats",
        "cmdline",
        "version",
        "uptime",
        "loadavg",
        "stat",
        "meminfo",
        "mounts/x",
        "net/x",
        "sysrq-trigger",
        "sys/kernel/core_pattern",
        "sys/kernel/random/boot_id",
        "sys/kernel/hostname",
        "sys/vm/drop_caches",
        "sys/fs/binfmt_misc/register",
        "acpi",
        "bus",
        "fs",
        "irq",
        "scsi",
        "driver",
        "tty",
        "latency_stats",
    };
    for (size_t i = 0; i < sizeof entries / sizeof *entries; i++) {
        char path[64];
        snprintf(path, sizeof path, "/proc/%s", entries[i]);
        REFUSED(path, open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC), ENOENT, ENOTDIR);
    }
    REFUSED("sysrq for writing", open("/proc/sysrq-trigger", O_WRONLY | O_CLOEXEC), ENOENT);
    REFUSED("core_pattern for writing", open("/proc/sys/kernel/core_pattern", O_WRONLY | O_CLOEXEC), ENOENT);
    return verdict();
}
