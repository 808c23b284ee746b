/*
 * Attack: Ends, while a child goes on swapping a directory for a link to the host's, to be collected in between.
 * Row: T8.5
 * Promise: HELD
 * Within: 3000 ms
 * Without: none alone: all is dead before anything is collected, and no link is followed
 * Class: any
 */
#define _GNU_SOURCE
#include "probe.h"

int main(void)
{
    CLAIM(mkdir("etc", 0755) == 0 && symlink("/etc", "link") == 0, "cannot plant");
    int fd = open("etc/passwd", O_CREAT | O_WRONLY | O_CLOEXEC, 0644);
    CLAIM(write(fd, "planted", 7) == 7, "no file");
    if (fork() == 0) {
        close(0), close(1), close(2);
        for (;;)
            renameat2(AT_FDCWD, "etc", AT_FDCWD, "link", RENAME_EXCHANGE);
    }
    return verdict();
}
