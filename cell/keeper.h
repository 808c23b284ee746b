/*
 * keeper.h: one process for each root in use. It lives in a mount namespace that holds the root and nothing else, so
 * that a cell's is a copy of its own: 56 us, against 385 for mounting all layers. It forks, and runs nothing.
 */
#ifndef FREEHOLD_KEEPER_H
#define FREEHOLD_KEEPER_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "birth.h"
#include "config.h"
#include "fault.h"
#include "loop.h"

struct daemon;

struct keeper {
    struct daemon *daemon;
    struct keeper *next;
    struct root_config root;
    pid_t pid;
    bool ready; /* its root is made, and was found right from outside */
    struct source socket;
};

/* The root's keeper, started if it has none. NULL on a fault. */
struct keeper *keeper_find(struct daemon *daemon, const char *root, struct fault *fault);
/* Passes a birth on. 0: done. 1: it is busy, or its root not yet made; cells_serve is called when that has changed. */
int keeper_bear(struct keeper *keeper, const struct birth *birth, struct fault *fault);
/* A child has ended that is no cell's: if it was a keeper, no cell shall be sent to it any more. */
void keeper_reaped(struct daemon *daemon, pid_t pid);
/* At the end of the daemon: it ends, as its socket does. */
void keeper_forget(struct keeper *keeper);

#endif
