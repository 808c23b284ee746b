/*
 * Attack: Writes to its standard output without end.
 * Row: T7.6
 * Promise: output_exceeded stdout
 * Without: output
 * Class: any
 * Limits: output=64K wall=5s
 */
#include "probe.h"

int main(void)
{
    static char fill[65536];
    memset(fill, 'x', sizeof fill);
    for (;;)
        if (write(1, fill, sizeof fill) < 0 && errno != EAGAIN)
            return 1;
}
