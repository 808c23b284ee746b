/*
 * Attack: Leaves more files than anybody wants to be told of.
 * Row: T8.3
 * Promise: HELD
 * Lists: at most 1000
 * Within: 3000 ms
 * Without: none alone: the walk has a greatest number
 * Class: any
 * Limits: inodes=20000 memory=128M disk=64M
 */
#include "probe.h"

int main(void)
{
    int made = 0;
    for (char name[32]; made < 10000; made++) {
        snprintf(name, sizeof name, "%d", made);
        if (mknod(name, S_IFREG | 0644, 0) != 0)
            break;
    }
    CLAIM(made == 10000, "only %d: %s", made, strerror(errno));
    return verdict();
}
