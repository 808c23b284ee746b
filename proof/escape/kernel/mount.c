/*
 * Attack: Changes its view of the file system by the old calls: mounts, unmounts, turns the root around.
 * Row: T1.3
 * Cases: mount umount2 pivot_root
 * Promise: forbidden by its name
 * Without: none alone: the filter, the capabilities and the owner of the mount namespace each hold
 * Class: any
 */
#define _GNU_SOURCE
#include <sys/mount.h>

#include "probe.h"

int main(int argc, char **argv)
{
    const char *call = argc > 1 ? argv[1] : "";
    mkdir("at", 0755);
    if (strcmp(call, "mount") == 0 && REFUSED(call, mount("none", "at", "tmpfs", 0, ""), BY_FILTER) == 0)
        umount2("at", MNT_DETACH);
    if (strcmp(call, "umount2") == 0)
        REFUSED(call, umount2("/work/none", MNT_DETACH), BY_FILTER, ENOENT);
    if (strcmp(call, "pivot_root") == 0)
        REFUSED(call, syscall(SYS_pivot_root, "at", "at"), BY_FILTER, EINVAL, EBUSY);
    return verdict();
}
