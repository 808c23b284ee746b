/*
 * Attack: Watches a file of the runtime, which is one inode for all cells, to see when a neighbour opens it.
 * Row: T6.3
 * Cells: two at once
 * Promise: HELD
 * Without: seccomp
 * Class: any
 */
#define _GNU_SOURCE
#include <sys/inotify.h>

#include "probe.h"

int main(int argc, char **argv)
{
    if (!is_first(argc, argv)) {
        CLAIM(open("/shared", O_RDONLY | O_CLOEXEC) >= 0, "no shared file");
        return verdict();
    }
    char events[4096];
    int watch = (int)REFUSED("inotify", inotify_init1(IN_NONBLOCK | IN_CLOEXEC), ENOSYS);
    if (watch >= 0)
        inotify_add_watch(watch, "/shared", IN_OPEN);
    wait_for_neighbour();
    if (watch >= 0)
        CLAIM(read(watch, events, sizeof events) <= 0, "the neighbour was seen to open a file");
    return verdict();
}
