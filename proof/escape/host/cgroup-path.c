/*
 * Attack: Learns where in the host's cgroup tree it stands, and reaches for the tree itself.
 * Row: T4.2
 * Promise: HELD
 * Without: namespace-cgroup
 * Class: any
 */
#define _GNU_SOURCE
#include "probe.h"

int main(void)
{
    int lines = 0;
    char *rest = NULL;
    for (char *line = strtok_r(text_of("/proc/self/cgroup"), "\n", &rest); line != NULL;
         line = strtok_r(NULL, "\n", &rest), lines++)
        CLAIM(strcmp(line + strlen(line) - 2, ":/") == 0 || strstr(line, "freehold") == NULL, "it reads %s", line);
    CLAIM(lines > 0, "no /proc/self/cgroup");
    REFUSED("the tree", open("/sys/fs/cgroup/cgroup.procs", O_RDONLY | O_CLOEXEC), ENOENT, EACCES);
    return verdict();
}
