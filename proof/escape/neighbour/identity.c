/*
 * Attack: Compares itself with its neighbour, to find that both are one user or share a namespace.
 * Row: T6.1
 * Cells: two at once
 * Promise: HELD
 * Without: namespace-mounts
 * Class: any
 */
#define _GNU_SOURCE
#include "probe.h"

int main(int argc, char **argv)
{
    static const char *const kinds[] = {"mnt", "pid", "net", "ipc", "uts", "cgroup", "user"};
    unsigned inside, outside;
    CLAIM(sscanf(text_of("/proc/self/uid_map"), "%u %u", &inside, &outside) == 2, "no map");
    DIFFERS("uid %u", outside);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        char path[64], own[64];
        snprintf(path, sizeof path, "/proc/self/ns/%s", kinds[i]);
        ssize_t length = readlink(path, own, sizeof own - 1);
        own[length < 0 ? 0 : length] = 0;
        DIFFERS("%s", own);
    }
    struct stat work;
    CLAIM(stat("/work", &work) == 0, "no work directory");
    DIFFERS("disk %lx", (unsigned long)work.st_dev);
    if (is_first(argc, argv))
        wait_for_neighbour();
    return verdict();
}
