/*
 * Attack: Takes away all permission from its files, and makes its work directory unreadable, so that collecting fails loudly.
 * Row: T8.2
 * Promise: HELD
 * Without: none alone: a file that cannot be read is left out
 * Class: any
 */
#include "probe.h"

int main(void)
{
    int fd = open("closed", O_CREAT | O_WRONLY | O_CLOEXEC, 0644);
    CLAIM(write(fd, "planted", 7) == 7, "no file");
    CLAIM(mkdir("shut", 0755) == 0 && open("shut/in", O_CREAT | O_WRONLY | O_CLOEXEC, 0644) >= 0, "no directory");
    CLAIM(chmod("closed", 0) == 0 && chmod("shut", 0) == 0 && chmod("/work", 0) == 0, "cannot take it away");
    return verdict();
}
