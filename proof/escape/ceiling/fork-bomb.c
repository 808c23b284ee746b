/*
 * Attack: Forks, and lets its children fork, until no process is left for anybody.
 * Row: T7.4
 * Promise: HELD
 * Refusals: processes
 * Without: processes
 * Class: any
 * Limits: processes=32
 */
#define _GNU_SOURCE
#include "probe.h"

int main(void)
{
    int made = 0, gate[2];
    char byte;
    CLAIM(pipe(gate) == 0, "no pipe");
    for (; made < 200; made++) { /* six times the limit; then it gives up, for the sake of the host */
        pid_t child = fork();
        if (child == 0) {
            close(gate[1]);
            while (read(gate[0], &byte, 1) > 0)
                ;
            _exit(0);
        }
        if (child < 0)
            break;
    }
    CLAIM(made < 32 && errno == EAGAIN, "%d children", made);
    return verdict();
}
