/*
 * Attack: Signals a neighbour through what an inode carries besides its bytes: times, mode, owner, attributes, of a shared file.
 * Row: T3.3
 * Promise: HELD
 * Without: none alone: the read-only mounts hold, and so does the owner where the mode does not let anybody write
 * Class: any
 */
#define _GNU_SOURCE
#include <sys/ioctl.h>
#include <sys/xattr.h>

#include "probe.h"

#define NO_WRITE EROFS, EPERM, EACCES, ENOSYS, EOPNOTSUPP

int main(void)
{
    struct stat before, after;
    long flags = 0;
    int fd = open("/shared", O_RDONLY | O_CLOEXEC);
    CLAIM(fd >= 0 && fstat(fd, &before) == 0, "no shared file");
    REFUSED("its times, by path", utimensat(AT_FDCWD, "/shared", NULL, 0), NO_WRITE);
    REFUSED("its times, by descriptor", futimens(fd, NULL), NO_WRITE);
    REFUSED("its mode", fchmod(fd, 0644), NO_WRITE);
    REFUSED("its owner", fchown(fd, 1000, 1000), NO_WRITE);
    REFUSED("an attribute", fsetxattr(fd, "user.word", "hi", 2, 0), NO_WRITE);
    REFUSED("its flags", ioctl(fd, _IOW('f', 2, long), &flags), NO_WRITE, ENOTTY);
    char byte;
    CLAIM(read(fd, &byte, 1) == 1, "it cannot be read");
    CLAIM(fstat(fd, &after) == 0 && memcmp(&before.st_atim, &after.st_atim, sizeof before.st_atim) == 0,
          "reading leaves a time behind");
    return verdict();
}
