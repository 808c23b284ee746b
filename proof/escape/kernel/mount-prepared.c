/*
 * Attack: Takes a copy of the mount tree, or an unmounted file system, as a descriptor, which needs no place to mount it.
 * Row: T1.3
 * Promise: HELD
 * Without: none alone: the filter, the capabilities and the owner of the mount namespace each hold
 * Class: any
 */
#define _GNU_SOURCE
#include "probe.h"

enum { OPEN_TREE = 428, FSOPEN = 430, FSCONFIG, FSPICK = 433, LISTMOUNT = 458 };

int main(void)
{
    REFUSED("open_tree clone", syscall(OPEN_TREE, AT_FDCWD, "/", 1 | O_CLOEXEC), BY_FILTER);
    REFUSED("fsopen tmpfs", syscall(FSOPEN, "tmpfs", 1), BY_FILTER);
    REFUSED("fsopen cgroup2", syscall(FSOPEN, "cgroup2", 1), BY_FILTER);
    REFUSED("fsconfig", syscall(FSCONFIG, 0, 0, "size", "1", 0), BY_FILTER);
    REFUSED("fspick", syscall(FSPICK, AT_FDCWD, "/work", 0), BY_FILTER);
    REFUSED("listmount", syscall(LISTMOUNT, NULL, NULL, 0, 0), BY_FILTER);
    return verdict();
}
