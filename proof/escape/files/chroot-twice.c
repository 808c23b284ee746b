/*
 * Attack: Leaves a root by changing it: chroot below, and the work directory is outside; then up and chroot again.
 * Row: T3.6
 * Promise: HELD
 * Without: none alone: the filter and the capabilities each hold, and the mount namespace has no other tree
 * Class: any
 */
#define _GNU_SOURCE
#include "probe.h"

int main(void)
{
    struct stat before, after;
    stat("/", &before);
    mkdir("below", 0755);
    if (REFUSED("chroot", chroot("below"), EPERM, ENOSYS) == 0) {
        for (int i = 0; i < 60; i++)
            if (chdir("..") != 0)
                break;
        if (chroot(".") == 0 && stat("/", &after) == 0 && after.st_ino != before.st_ino)
            OPENED("it stands in another root");
    }
    return verdict();
}
