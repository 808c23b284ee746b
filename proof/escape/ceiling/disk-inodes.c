/*
 * Attack: Makes a million empty files, links and directories, which take no bytes of the disk and much of the kernel.
 * Row: T7.5
 * Promise: HELD
 * Without: none alone: without its own disk a cell cannot write anywhere
 * Class: any
 * Limits: inodes=500 memory=128M
 */
#define _GNU_SOURCE
#include "probe.h"

int main(void)
{
    int made = 0;
    for (; made < 1000000; made++) {
        char name[32];
        snprintf(name, sizeof name, "%d", made);
        if (made % 3 == 0   ? mknod(name, S_IFREG | 0600, 0) != 0
            : made % 3 == 1 ? mkdir(name, 0700) != 0
                            : symlink("x", name) != 0)
            break;
    }
    CLAIM(made < 510 && errno == ENOSPC, "%d were made: %s", made, strerror(errno));
    CLAIM(made > 400, "only %d were made", made);
    return verdict();
}
