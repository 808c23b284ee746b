/*
 * Attack: Rewrites the map of its user namespace, to be more than the one id it is.
 * Row: T2.2
 * Promise: HELD
 * Without: none alone: without a user namespace no cell can be made
 * Class: any
 */
#define _GNU_SOURCE
#include "probe.h"

static void ask(const char *path, const char *line)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    CLAIM(fd < 0 || write(fd, line, strlen(line)) < 0, "%s was written", path);
    if (fd >= 0)
        close(fd);
}

int main(void)
{
    unsigned inside, outside, count;
    char *map = text_of("/proc/self/uid_map");
    CLAIM(sscanf(map, "%u %u %u", &inside, &outside, &count) == 3 && inside == 1000 && count == 1, "the map is %s",
          map);
    CLAIM(strchr(map, '\n') == map + strlen(map) - 1, "the map has more than one line");
    CLAIM(strcmp(text_of("/proc/self/setgroups"), "deny\n") == 0, "groups may be set");
    ask("/proc/self/uid_map", "0 0 1\n");
    ask("/proc/self/gid_map", "0 0 1\n");
    ask("/proc/self/setgroups", "allow\n");
    return verdict();
}
