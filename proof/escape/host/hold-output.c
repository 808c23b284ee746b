/*
 * Attack: Ends, while a grandchild holds its output open, so that whoever reads to the end waits for ever.
 * Row: T4.5
 * Promise: HELD
 * Within: 2000 ms
 * Without: none alone: the end of the first process ends all
 * Class: any
 */
#define _GNU_SOURCE
#include "probe.h"

int main(void)
{
    if (fork() == 0) {
        if (fork() == 0)
            for (;;)
                pause();
        _exit(0);
    }
    CLAIM(getpid() > 0, "no number");
    return verdict();
}
