/*
 * Attack: Leaves a System V shared memory segment, semaphore and queue behind, for the next cell to find by their key.
 * Row: T6.2
 * Cells: one after the other
 * Promise: HELD
 * Without: namespace-ipc
 * Class: any
 */
#define _GNU_SOURCE
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>

#include "probe.h"

enum { KEY = 0x46524545 };

int main(int argc, char **argv)
{
    if (is_first(argc, argv)) {
        int memory = shmget(KEY, 4096, IPC_CREAT | 0666);
        char *at = shmat(memory, NULL, 0);
        CLAIM(memory >= 0 && at != (void *)-1, "no segment to leave behind");
        strcpy(at, "left by the first");
        CLAIM(semget(KEY, 1, IPC_CREAT | 0666) >= 0, "no semaphore to leave behind");
        CLAIM(msgget(KEY, IPC_CREAT | 0666) >= 0, "no queue to leave behind");
        return verdict();
    }
    int memory = (int)REFUSED("the segment of the first", shmget(KEY, 4096, 0), ENOENT);
    int semaphore = (int)REFUSED("the semaphore of the first", semget(KEY, 1, 0), ENOENT);
    int queue = (int)REFUSED("the queue of the first", msgget(KEY, 0), ENOENT);
    if (memory >= 0)
        shmctl(memory, IPC_RMID, NULL);
    if (semaphore >= 0)
        semctl(semaphore, 0, IPC_RMID);
    if (queue >= 0)
        msgctl(queue, IPC_RMID, NULL);
    return verdict();
}
