/*
 * Attack: Leaves a thousand zombies unreaped when it ends, for pid 1 to fall over.
 * Row: T4.5
 * Promise: HELD
 * Within: 4000 ms
 * Without: none alone: the kernel reaps what an ignoring init inherits
 * Class: any
 * Limits: processes=1100
 */
#define _GNU_SOURCE
#include "probe.h"

int main(void)
{
    int made = 0;
    for (; made < 1000; made++) {
        pid_t child = fork();
        if (child == 0)
            _exit(0);
        if (child < 0)
            break;
    }
    CLAIM(made == 1000, "only %d could be made: %s", made, strerror(errno));
    return verdict();
}
