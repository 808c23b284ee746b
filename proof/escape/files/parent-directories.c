/*
 * Attack: Climbs out of its root by "..": from the work directory, from an open directory, from one that was moved away meanwhile.
 * Row: T3.6
 * Promise: HELD
 * Without: none alone: pivot_root leaves nothing above
 * Class: any
 */
#define _GNU_SOURCE
#include "probe.h"

static void same_root(const char *what, const struct stat *found)
{
    struct stat root;
    CLAIM(stat("/", &root) == 0 && root.st_ino == found->st_ino && root.st_dev == found->st_dev,
          "%s leads out of the root", what);
}

int main(void)
{
    struct stat found;
    char climb[3 * 60 + 1] = "", here[256] = "";

    CLAIM(getcwd(here, sizeof here) != NULL && strcmp(here, "/work") == 0, "it begins in %s", here);
    for (int i = 0; i < 60; i++)
        strcat(climb, "../");
    CLAIM(stat(climb, &found) == 0, "cannot climb");
    same_root("..", &found);
    CLAIM(mkdir("a", 0755) == 0 && mkdir("a/b", 0755) == 0 && mkdir("c", 0755) == 0, "no directories");
    int inner = open("a/b", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    CLAIM(inner >= 0 && rename("a/b", "c/b") == 0 && fstatat(inner, climb, &found, 0) == 0, "cannot move");
    same_root("a moved directory", &found);
    CLAIM(fstatat(inner, "/proc/self/cwd/../../..", &found, 0) == 0, "cannot go by /proc");
    same_root("/proc/self/cwd", &found);
    CLAIM(stat("/proc/self/root/..", &found) == 0, "cannot go by /proc/self/root");
    same_root("/proc/self/root", &found);
    return verdict();
}
