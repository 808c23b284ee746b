/*
 * Attack: Nests directories a hundred deep, below the depth that is walked, and so deep that no path can name them.
 * Row: T8.3
 * Promise: HELD
 * Lists: at most 2
 * Without: none alone: the walk has a greatest depth
 * Class: any
 */
#include "probe.h"

int main(void)
{
    int top = open("top", O_CREAT | O_WRONLY | O_CLOEXEC, 0644);
    CLAIM(write(top, "planted", 7) == 7, "no file");
    for (int i = 0; i < 100; i++) {
        static const char name[] = "a-name-that-is-long-enough-to-pass-the-greatest-length-of-a-path";
        CLAIM(mkdir(name, 0755) == 0 && chdir(name) == 0, "not deeper than %d", i);
    }
    CLAIM(open("bottom", O_CREAT | O_WRONLY | O_CLOEXEC, 0644) >= 0, "no file");
    return verdict();
}
