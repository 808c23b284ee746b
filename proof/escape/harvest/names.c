/*
 * Attack: Gives files names that are not text, or are more than one line, or look like options and paths.
 * Row: T8.4
 * Promise: HELD
 * Lists: at most 1000
 * Without: none alone: names are bytes with a length
 * Class: any
 */
#include "probe.h"

int main(void)
{
    static const char *const names[] = {"two\nlines",
                                        "\xff\xfe",
                                        "-rf",
                                        "~",
                                        "..\\up",
                                        "a b",
                                        "%2e%2e%2f",
                                        "\x1b[2J",
                                        "...",
                                        "C:",
                                        "\xe2\x80\xae"
                                        "txt"};
    char longest[256];
    memset(longest, 'n', 255);
    longest[255] = 0;
    CLAIM(open(longest, O_CREAT | O_WRONLY | O_CLOEXEC, 0644) >= 0, "no longest name");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        CLAIM(open(names[i], O_CREAT | O_WRONLY | O_CLOEXEC, 0644) >= 0, "no name %zu", i);
    return verdict();
}
