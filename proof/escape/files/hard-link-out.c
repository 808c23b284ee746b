/*
 * Attack: Draws a file of the runtime into its own directory by a hard link or a rename, where it might be written or collected.
 * Row: T3.2
 * Promise: HELD
 * Without: none alone: the work directory is another file system
 * Class: any
 */
#define _GNU_SOURCE
#include "probe.h"

int main(void)
{
    REFUSED("link /shared", link("/shared", "/work/shared"), EXDEV, EPERM, EROFS, EACCES);
    REFUSED("link /secret", link("/secret", "/work/secret"), EXDEV, EPERM, EROFS, EACCES);
    int fd = open("/shared", O_RDONLY | O_CLOEXEC);
    REFUSED("link by descriptor", linkat(fd, "", AT_FDCWD, "/work/linked", AT_EMPTY_PATH), EXDEV, ENOENT, EPERM,
            EACCES);
    REFUSED("link by /proc", linkat(AT_FDCWD, "/proc/self/exe", AT_FDCWD, "/tmp/linked", AT_SYMLINK_FOLLOW), EXDEV,
            EPERM, EACCES);
    REFUSED("rename /shared", rename("/shared", "/work/shared"), EXDEV, EPERM, EROFS, EACCES);
    return verdict();
}
