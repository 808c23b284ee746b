/*
 * Attack: Leaves files where the next cell might look: /tmp, /dev/shm, the work directory, and a named semaphore.
 * Row: T6.2
 * Cells: one after the other
 * Promise: HELD
 * Without: none alone: without its own disk a cell cannot write anywhere
 * Class: any
 */
#define _GNU_SOURCE
#include <semaphore.h>

#include "probe.h"

int main(int argc, char **argv)
{
    static const char *const places[] = {"/tmp/left", "/dev/shm/left", "/work/left"};
    for (int i = 0; i < 3; i++) {
        if (is_first(argc, argv))
            CLAIM(open(places[i], O_CREAT | O_WRONLY | O_CLOEXEC, 0666) >= 0, "cannot leave %s: %s", places[i],
                  strerror(errno));
        else
            REFUSED(places[i], open(places[i], O_RDONLY | O_CLOEXEC), ENOENT);
    }
    if (is_first(argc, argv))
        CLAIM(sem_open("/left", O_CREAT, 0666, 0) != SEM_FAILED, "cannot leave a semaphore");
    else
        REFUSED("the semaphore of the first", sem_open("/left", 0) == SEM_FAILED ? -1 : 0, ENOENT);
    return verdict();
}
