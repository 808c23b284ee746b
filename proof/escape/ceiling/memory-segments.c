/*
 * Attack: Takes System V shared memory, which belongs to no process, a little in each of many children that end at once.
 * Row: T7.1
 * Promise: memory_exceeded
 * Without: memory
 * Class: any
 * Limits: memory=32M
 */
#define _GNU_SOURCE
#include <sys/ipc.h>
#include <sys/shm.h>

#include "probe.h"

int main(void)
{
    for (int i = 0; i < 48; i++) {
        pid_t child = fork();
        if (child == 0) {
            int id = shmget(IPC_PRIVATE, 2 << 20, IPC_CREAT | 0600);
            char *at = id < 0 ? (void *)-1 : shmat(id, NULL, 0);
            if (at != (void *)-1)
                memset(at, 1, 2 << 20);
            _exit(0);
        }
        status_of(child);
    }
    OPENED("96 MiB could be had");
    return verdict();
}
