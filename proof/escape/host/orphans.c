/*
 * Attack: Fills its process limit with orphans that have ended: four hundred, one after the other, with room for sixteen.
 * Row: T4.5
 * Promise: HELD
 * Without: none alone: a pid 1 that does not reap makes honest programs fail
 * Class: any
 * Limits: processes=16
 */
#define _GNU_SOURCE
#include "probe.h"

int main(void)
{
    for (int i = 0; i < 400; i++) {
        int pipes[2];
        char byte;
        if (pipe(pipes) != 0)
            break;
        pid_t child = fork();
        CLAIM(child >= 0, "after %d: %s", i, strerror(errno));
        if (child < 0)
            break;
        if (child == 0) {
            pid_t grandchild = fork(); /* an orphan as soon as its parent has ended */
            _exit(grandchild < 0);
        }
        CLAIM(status_of(child) == 0, "after %d no grandchild", i);
        close(pipes[1]);
        while (read(pipes[0], &byte, 1) > 0)
            ; /* until the orphan has ended too */
        close(pipes[0]);
    }
    return verdict();
}
