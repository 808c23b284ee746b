/*
 * Attack: Moves pages into its output without writing: by sendfile, and by splice where the class has it.
 * Row: T7.6
 * Promise: output_exceeded stdout
 * Without: output
 * Class: any
 * Limits: output=16K wall=5s
 */
#define _GNU_SOURCE
#include <sys/sendfile.h>

#include "probe.h"

int main(void)
{
    int file = open("/tmp/fill", O_CREAT | O_RDWR | O_CLOEXEC, 0600);
    if (ftruncate(file, 1 << 20) != 0)
        return 1;
    for (;;) {
        off_t at = 0;
        splice(file, &at, 1, NULL, 65536, 0);
        at = 0;
        if (sendfile(1, file, &at, 65536) < 0)
            return 1;
    }
}
