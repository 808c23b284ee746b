/*
 * sweeper.h: a process that closes what takes long to close. Whoever is the last to close a disk frees each page and inode on
 * it, which takes 170 ms for 1 GiB; in the daemon's one thread the limits of all other cells would wait so long.
 */
#ifndef FREEHOLD_SWEEPER_H
#define FREEHOLD_SWEEPER_H

#include "fault.h"

/* Starts it: returns the socket by which it is reached, and at whose end it ends; -1 on a fault. */
int sweeper_start(struct fault *fault);
/* Closes a dead cell's disk and the namespace that it is mounted in; here, if little is on it, or the sweeper is gone or some disks behind:
 * what is on those takes memory that nobody's limit counts any more, so cells must not be freed faster than their disks. */
void sweeper_close(int sweeper, int *disk, int *mounts);

#endif
