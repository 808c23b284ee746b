/*
 * Attack: Writes where other cells would read: new files, old files, names and directories of the root, of /dev and of /proc.
 * Row: T3.2
 * Promise: HELD
 * Without: none alone: the read-only mounts hold for every inode, landlock for every path, the owner for most
 * Class: any
 */
#define _GNU_SOURCE
#include <sys/xattr.h>

#include "probe.h"

#define NO_WRITE EROFS, EACCES, EPERM

int main(void)
{
    REFUSED("new file in /", open("/new", O_CREAT | O_WRONLY | O_CLOEXEC, 0644), NO_WRITE);
    REFUSED("new file in /dev", open("/dev/new", O_CREAT | O_WRONLY | O_CLOEXEC, 0644), NO_WRITE);
    REFUSED("new file in /proc", open("/proc/new", O_CREAT | O_WRONLY | O_CLOEXEC, 0644), NO_WRITE, ENOENT);
    REFUSED("write a file that anybody may write", open("/shared", O_WRONLY | O_CLOEXEC), NO_WRITE);
    REFUSED("truncate it", truncate("/shared", 0), NO_WRITE);
    REFUSED("unlink it", unlink("/shared"), NO_WRITE);
    REFUSED("rename it", rename("/shared", "/shared2"), NO_WRITE);
    REFUSED("new directory", mkdir("/directory", 0755), NO_WRITE);
    REFUSED("new link", symlink("/", "/link"), NO_WRITE);
    REFUSED("remove /work", rmdir("/work"), NO_WRITE, EBUSY);
    REFUSED("rename /work", rename("/work", "/other"), NO_WRITE, EBUSY, EXDEV);
    REFUSED("a file without a name", open("/", O_TMPFILE | O_RDWR, 0600), NO_WRITE);
    return verdict();
}
