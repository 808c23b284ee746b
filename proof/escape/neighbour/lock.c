/*
 * Attack: Locks a shared file, which a neighbour can see. No filter can tell this file from others, so the channel is known
 *     and documented; a runtime must not need such a lock.
 * Row: T6.4
 * Cells: two at once
 * Promise: accepted
 * Without: none alone: nothing is in its way
 * Class: any
 */
#define _GNU_SOURCE
#include <sys/file.h>

#include "probe.h"

int main(int argc, char **argv)
{
    int fd = open("/shared", O_RDONLY | O_CLOEXEC);
    CLAIM(fd >= 0, "no shared file");
    bool got = flock(fd, LOCK_EX | LOCK_NB) == 0;
    struct flock range = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_len = 1};
    REFUSED("a write lock by range", fcntl(fd, F_SETLK, &range), EBADF);
    if (is_first(argc, argv)) {
        CLAIM(got, "the first finds it locked");
        wait_for_neighbour();
    } else if (!got) {
        ACCEPTED("the neighbour's lock is seen");
    }
    return verdict();
}
