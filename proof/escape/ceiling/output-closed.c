/*
 * Attack: Closes its output and goes on, so that whoever waits for its end by the end of output is told too early.
 * Row: T7.6
 * Promise: wall_exceeded
 * Without: none alone: nothing else would end it
 * Class: any
 * Limits: wall=400ms
 */
#include "probe.h"

int main(void)
{
    close(0), close(1), close(2);
    for (;;)
        pause();
}
