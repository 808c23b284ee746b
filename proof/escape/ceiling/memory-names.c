/*
 * Attack: Fills the kernel's memory of names with ones that do not exist, below a directory that all cells share. They are charged to
 *     who asked for them and given up under pressure, but freed only behind an RCU grace period: where the processors are too busy for
 *     one, the cell is out of memory before.
 * Row: T7.8
 * Promise: memory_exceeded or HELD
 * Without: none alone: they are given up under pressure
 * Class: any
 * Limits: memory=16M
 */
#define _GNU_SOURCE
#include "probe.h"

int main(void)
{
    struct stat is;
    for (int i = 0; i < 200000; i++) {
        char name[200];
        snprintf(name, sizeof name, "/missing-%0150d", i);
        CLAIM(stat(name, &is) != 0, "%s is there", name);
    }
    return verdict();
}
