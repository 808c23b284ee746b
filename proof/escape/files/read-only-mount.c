/*
 * Attack: Opens a file for writing that its mode lets anybody write, through a path that no landlock rule is asked about.
 * Row: T3.2
 * Promise: HELD
 * Without: root-read-only
 * Class: any
 */
#define _GNU_SOURCE
#include <sys/statvfs.h>

#include "probe.h"

static void read_only(const char *path)
{
    struct statvfs is;
    CLAIM(statvfs(path, &is) == 0 && (is.f_flag & ST_RDONLY), "%s is mounted for writing", path);
}

int main(void)
{
    read_only("/");
    read_only("/shared");
    read_only("/dev");
    int seen = open("/shared", O_PATH | O_CLOEXEC);
    char path[64];
    snprintf(path, sizeof path, "/proc/self/fd/%d", seen);
    REFUSED("reopened for writing", open(path, O_RDWR | O_CLOEXEC), EROFS, EACCES);
    return verdict();
}
