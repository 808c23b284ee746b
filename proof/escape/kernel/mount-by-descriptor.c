/*
 * Attack: The same by the new calls, which a filter written before Linux 5.2 has never heard of.
 * Row: T1.3
 * Cases: move_mount fsmount mount_setattr
 * Promise: forbidden by its name
 * Without: none alone: the filter, the capabilities and the owner of the mount namespace each hold
 * Class: any
 */
#define _GNU_SOURCE
#include "probe.h"

enum { MOVE_MOUNT = 429, FSMOUNT = 432, MOUNT_SETATTR = 442 };

int main(int argc, char **argv)
{
    const char *call = argc > 1 ? argv[1] : "";
    uint64_t attributes[4] = {0};
    if (strcmp(call, "move_mount") == 0)
        REFUSED(call, syscall(MOVE_MOUNT, AT_FDCWD, "/work", AT_FDCWD, "/tmp", 0), BY_FILTER);
    if (strcmp(call, "fsmount") == 0)
        REFUSED(call, syscall(FSMOUNT, -1, 0, 0), BY_FILTER);
    if (strcmp(call, "mount_setattr") == 0)
        REFUSED(call, syscall(MOUNT_SETATTR, AT_FDCWD, "/work", 0, attributes, sizeof attributes), BY_FILTER);
    return verdict();
}
