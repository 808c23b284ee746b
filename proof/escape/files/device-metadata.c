/*
 * Attack: The same on /dev/null, which anybody may write and which all cells of a runtime share.
 * Row: T3.3
 * Promise: HELD
 * Without: none alone: /dev is mounted read-only; landlock knows neither times nor modes
 * Class: any
 */
#define _GNU_SOURCE
#include <sys/xattr.h>

#include "probe.h"

#define NO_WRITE EROFS, EPERM, EACCES, ENOSYS, EOPNOTSUPP

int main(void)
{
    struct stat before, after;
    CLAIM(stat("/dev/null", &before) == 0, "no /dev/null");
    REFUSED("times of /dev/null", utimensat(AT_FDCWD, "/dev/null", NULL, 0), NO_WRITE);
    REFUSED("mode of /dev/null", chmod("/dev/null", 0644), NO_WRITE);
    REFUSED("an attribute of /dev/zero", setxattr("/dev/zero", "user.word", "hi", 2, 0), NO_WRITE);
    int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
    CLAIM(null >= 0 && write(null, "x", 1) == 1, "/dev/null takes nothing");
    CLAIM(stat("/dev/null", &after) == 0 && before.st_mtim.tv_nsec == after.st_mtim.tv_nsec &&
              before.st_mtim.tv_sec == after.st_mtim.tv_sec,
          "a write to /dev/null leaves a time behind");
    return verdict();
}
