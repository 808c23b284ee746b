/*
 * Attack: Makes device nodes of its own for the host's memory and disk, and opens those that a careless /dev has.
 * Row: T3.4
 * Promise: HELD
 * Without: none alone: the capabilities, nodev and the filter each hold
 * Class: any
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <sys/sysmacros.h>

#include "probe.h"

int main(void)
{
    static const char *const nodes[] = {
        "mem",  "port",  "kvm",  "fuse",     "net/tun", "vhost-net",      "loop-control",  "vda",  "sda",
        "hpet", "vsock", "cuse", "snapshot", "uinput",  "mapper/control", "btrfs-control", "rtc0", "watchdog"};
    static const char *const known[] = {".",       "..", "null",  "zero",   "full",   "random",
                                        "urandom", "fd", "stdin", "stdout", "stderr", "shm"};
    REFUSED("node of /dev/mem", mknod("/work/mem", S_IFCHR | 0666, makedev(1, 1)), EPERM);
    REFUSED("node of a disk", mknod("/tmp/disk", S_IFBLK | 0666, makedev(254, 0)), EPERM);
    REFUSED("node of a whiteout", mknod("/dev/shm/none", S_IFCHR, makedev(0, 0)), EPERM);
    for (size_t i = 0; i < sizeof nodes / sizeof *nodes; i++) {
        char path[64];
        snprintf(path, sizeof path, "/dev/%s", nodes[i]);
        REFUSED(path, open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC), ENOENT);
    }
    DIR *dev = opendir("/dev");
    for (struct dirent *entry; dev != NULL && (entry = readdir(dev)) != NULL;) {
        bool expected = false;
        for (size_t i = 0; i < sizeof known / sizeof *known; i++)
            expected |= strcmp(entry->d_name, known[i]) == 0;
        CLAIM(expected, "/dev has %s", entry->d_name);
    }
    return verdict();
}
