/*
 * Attack: Gives one file many names, so that it is collected as often, and changed by one name while read by another.
 * Row: T8.1
 * Promise: HELD
 * Without: none alone: what is collected is bounded by bytes and entries
 * Class: any
 */
#include "probe.h"

int main(void)
{
    char name[32];
    int first = open("first", O_CREAT | O_WRONLY | O_CLOEXEC, 0644);
    CLAIM(write(first, "planted", 7) == 7, "no file");
    for (int i = 0; i < 100; i++) {
        snprintf(name, sizeof name, "name-%d", i);
        CLAIM(link("first", name) == 0, "no link");
    }
    return verdict();
}
