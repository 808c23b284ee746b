/*
 * Attack: Goes through pid 1, which is not its own: root, work directory, environment, memory, descriptors.
 * Row: T3.8
 * Promise: HELD
 * Without: proc-others
 * Class: any
 */
#define _GNU_SOURCE
#include "probe.h"

int main(void)
{
    static const char *const entries[] = {"root/", "cwd/", "environ", "mem",     "maps",  "fd/0",
                                          "exe",   "auxv", "stack",   "syscall", "ns/mnt"};
    for (size_t i = 0; i < sizeof entries / sizeof *entries; i++) {
        char path[64];
        snprintf(path, sizeof path, "/proc/1/%s", entries[i]);
        REFUSED(path, open(path, O_RDONLY | O_CLOEXEC), ENOENT, EACCES, EPERM, ENXIO);
    }
    REFUSED("/proc/1 itself", access("/proc/1", F_OK), ENOENT);
    REFUSED("/proc/1/status", open("/proc/1/status", O_RDONLY | O_CLOEXEC), ENOENT);
    return verdict();
}
