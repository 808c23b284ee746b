/*
 * Attack: Runs through four thousand process numbers, so that a late signal by number would meet somebody else.
 * Row: T4.1
 * Promise: HELD
 * Without: none alone: the daemon signals by descriptor, never by number
 * Class: compiled
 * Limits: processes=8
 */
#define _GNU_SOURCE
#include "probe.h"

int main(void)
{
    pid_t last = 0;
    for (volatile int i = 0; i < 4000; i++) {
        pid_t child = vfork();
        if (child == 0)
            _exit(0);
        CLAIM(child > 2, "number %d was given out", child);
        last = child;
        CLAIM(status_of(child) == 0, "a child was ended by somebody");
    }
    NOTE("the last was %d", last);
    return verdict();
}
