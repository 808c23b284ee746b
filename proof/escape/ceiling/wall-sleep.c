/*
 * Attack: Sleeps, which costs no CPU, and holds a place.
 * Row: T7.3
 * Promise: wall_exceeded
 * Without: wall
 * Class: any
 * Limits: wall=400ms
 */
#include "probe.h"

int main(void)
{
    for (;;)
        sleep(1000);
}
