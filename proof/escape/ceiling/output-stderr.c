/*
 * Attack: Writes to its standard error without end, one byte at a time, from a child.
 * Row: T7.6
 * Promise: output_exceeded stderr
 * Without: output
 * Class: any
 * Limits: output=4K wall=5s
 */
#include "probe.h"

int main(void)
{
    pid_t child = fork();
    while (child == 0)
        if (write(2, "x", 1) < 0)
            _exit(1);
    status_of(child);
    return 1;
}
