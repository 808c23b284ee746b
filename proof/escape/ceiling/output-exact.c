/*
 * Attack: None: an honest program that writes exactly as much as it may, to both, must not be ended.
 * Row: T7.6
 * Promise: HELD
 * Without: none alone: a control, for a limit that is one too small would pass all tests of this folder
 * Class: any
 * Limits: output=4K
 */
#include "probe.h"

int main(void)
{
    char fill[4096];
    memset(fill, 'x', sizeof fill);
    memcpy(fill + sizeof fill - 6, "\nHELD\n", 6);
    if (write(1, fill, sizeof fill) != sizeof fill || write(2, fill, sizeof fill) != sizeof fill)
        return 1;
    return 0;
}
