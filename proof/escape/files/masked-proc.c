/*
 * Attack: Has the whole of /proc, as some runtimes want it, and reads or turns what is masked there.
 * Row: T3.8
 * Promise: HELD
 * Without: proc-masks
 * Class: any
 * Root: full
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <sys/statvfs.h>

#include "probe.h"

int main(void)
{
    static const char *const files[] = {"kcore",       "kallsyms",    "keys",       "key-users",     "kmsg",
                                        "modules",     "sched_debug", "slabinfo",   "sysrq-trigger", "timer_list",
                                        "vmallocinfo", "config.gz",   "interrupts", "kpagecount",    "latency_stats"};
    static const char *const directories[] = {
        "acpi", "bus", "driver", "fs", "irq", "scsi", "tty", "sysvipc", "sys/fs/binfmt_misc"};
    struct statvfs is;
    char path[64];

    CLAIM(access("/proc/meminfo", R_OK) == 0, "this is not the whole of /proc");
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        snprintf(path, sizeof path, "/proc/%s", files[i]);
        CLAIM(text_of(path)[0] == 0, "%s can be read", path);
        int fd = open(path, O_WRONLY | O_CLOEXEC);
        struct stat what;
        CLAIM(fd < 0 || (fstat(fd, &what) == 0 && S_ISCHR(what.st_mode)), "%s can be written", path);
    }
    for (size_t i = 0; i < sizeof directories / sizeof *directories; i++) {
        snprintf(path, sizeof path, "/proc/%s", directories[i]);
        DIR *directory = opendir(path);
        int entries = 0;
        while (directory != NULL && readdir(directory) != NULL)
            entries++;
        CLAIM(entries <= 2, "%s has %d entries", path, entries);
    }
    CLAIM(statvfs("/proc/sys", &is) == 0 && (is.f_flag & ST_RDONLY), "/proc/sys is mounted for writing");
    REFUSED("core_pattern", open("/proc/sys/kernel/core_pattern", O_WRONLY | O_CLOEXEC), EROFS, EACCES);
    REFUSED("init's entry", access("/proc/1", F_OK), ENOENT);
    return verdict();
}
