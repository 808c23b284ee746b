/*
 * Attack: Looks for descriptors that were left open for it: a directory of the host, a cgroup, the daemon's socket
 *     (CVE-2024-21626).
 * Row: T3.7
 * Promise: HELD
 * Without: none alone: all that the daemon opens is close-on-exec as well
 * Class: any
 */
#define _GNU_SOURCE
#include "probe.h"

int main(void)
{
    char path[64], target[300];
    for (int fd = 0; fd < 4096; fd++) {
        struct stat is;
        if (fstat(fd, &is) != 0)
            continue;
        snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
        ssize_t length = readlink(path, target, sizeof target - 1);
        target[length < 0 ? 0 : length] = 0;
        CLAIM(fd <= 2, "descriptor %d is open: %s", fd, target);
        CLAIM(fd > 2 || S_ISFIFO(is.st_mode) || strcmp(target, "/dev/null") == 0, "descriptor %d is %s", fd, target);
        REFUSED("a directory by descriptor", openat(fd, "..", O_PATH | O_CLOEXEC), ENOTDIR, EACCES);
    }
    return verdict();
}
