/*
 * Attack: Searches its mounts for one that is writable, honours setuid or devices, or spreads to or from another namespace.
 * Row: T3.5
 * Promise: HELD
 * Without: root-nosuid, root-nodev
 * Class: any
 */
#define _GNU_SOURCE
#include "probe.h"

int main(void)
{
    static const char *const writable[] = {"/work", "/tmp", "/dev/shm", "/proc", "/cell"};
    int mounts = 0;
    char *rest = NULL;
    for (char *line = strtok_r(text_of("/proc/self/mountinfo"), "\n", &rest); line != NULL;
         line = strtok_r(NULL, "\n", &rest)) {
        char from[300] = "", at[300] = "", flags[300] = "", tags[300] = "";
        sscanf(line, "%*d %*d %*s %299s %299s %299s %299s", from, at, flags, tags);
        bool may_write = false;
        for (size_t i = 0; i < sizeof writable / sizeof *writable; i++)
            may_write |= strcmp(at, writable[i]) == 0;
        NOTE("%s at %s %s", from, at, flags);
        CLAIM(strstr(flags, "nosuid") != NULL, "%s honours setuid", at);
        CLAIM(strstr(flags, "nodev") != NULL || strncmp(at, "/dev", 4) == 0, "%s honours devices", at);
        CLAIM(strncmp(flags, "ro", 2) == 0 || may_write, "%s is writable", at);
        CLAIM(strcmp(tags, "-") == 0, "%s spreads: %s", at, tags);
        mounts++;
    }
    CLAIM(mounts >= 5, "%d mounts were seen, fewer than a cell has", mounts);
    return verdict();
}
