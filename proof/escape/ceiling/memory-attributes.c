/*
 * Attack: Takes memory as extended attributes of its files, which count as no byte of the disk.
 * Row: T7.8
 * Promise: memory_exceeded or HELD
 * Without: memory
 * Class: interpreted, managed
 * Limits: memory=16M inodes=20000
 */
#define _GNU_SOURCE
#include <sys/xattr.h>

#include "probe.h"

int main(void)
{
    static char value[60000];
    long held = 0;
    memset(value, 1, sizeof value);
    for (int file = 0; file < 1000 && held < 32 << 20; file++) {
        char name[32];
        snprintf(name, sizeof name, "file-%d", file);
        if (mknod(name, S_IFREG | 0600, 0) != 0)
            break;
        for (int i = 0; i < 100; i++) {
            char attribute[32];
            snprintf(attribute, sizeof attribute, "user.a%d", i);
            if (setxattr(name, attribute, value, sizeof value, 0) != 0)
                break;
            held += (long)sizeof value;
        }
    }
    NOTE("%ld bytes: %s", held, strerror(errno));
    CLAIM(held < 16 << 20, "attributes hold %ld bytes", held);
    return verdict();
}
