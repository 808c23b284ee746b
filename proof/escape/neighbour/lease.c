/*
 * Attack: Takes a lease on a shared file, or asks to be told of changes: a signal then says that a neighbour opened it.
 * Row: T6.3
 * Cells: two at once
 * Promise: HELD
 * Without: none alone: the filter holds, and so does the file's owner
 * Class: any
 */
#define _GNU_SOURCE
#include <signal.h>

#include "probe.h"

int main(int argc, char **argv)
{
    int fd = open("/shared", O_RDONLY | O_CLOEXEC), root = open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    CLAIM(fd >= 0 && root >= 0, "no shared file");
    REFUSED("a lease", fcntl(fd, F_SETLEASE, F_RDLCK), EPERM);
    REFUSED("a delegation", fcntl(root, 1024 + 15, 0), EPERM, EINVAL); /* F_GETDELEG, 6.19 */
    REFUSED("dnotify", fcntl(root, F_NOTIFY, DN_ACCESS | DN_MULTISHOT), EPERM);
    REFUSED("a hint for others", fcntl(fd, F_SET_RW_HINT, &(uint64_t){1}), EPERM);
    if (is_first(argc, argv))
        wait_for_neighbour();
    return verdict();
}
