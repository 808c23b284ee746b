/*
 * Attack: Removes or renames the work directory itself by its other name, where the disk is mounted, and plants a link there.
 * Row: T8.5
 * Promise: HELD
 * Without: none alone: the directory belongs to root, and landlock has no rule for it
 * Class: any
 */
#define _GNU_SOURCE
#include "probe.h"

int main(void)
{
    REFUSED("rename the work directory", rename("/cell/work", "/cell/other"), EACCES, EPERM, ENOENT, EXDEV, EBUSY);
    REFUSED("a link beside it", symlink("/etc", "/cell/link"), EACCES, EPERM, ENOENT, EROFS);
    REFUSED("a file beside it", open("/cell/file", O_CREAT | O_WRONLY | O_CLOEXEC, 0644), EACCES, EPERM, ENOENT, EROFS);
    REFUSED("remove it", rmdir("/work"), EBUSY, EACCES, EPERM, EROFS);
    return verdict();
}
