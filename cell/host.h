/*
 * host.h: what the daemon needs of the machine, and its place on it.
 */
#ifndef FREEHOLD_HOST_H
#define FREEHOLD_HOST_H

#include <sys/types.h>

#include "config.h"
#include "fault.h"

/* Refuses, in words, a machine that cannot make a whole cell, or not as many as configured. Raises our own limits. */
int host_check(const struct config *config, struct fault *fault);
/* So that a limit is kept when every core is busy. Best effort: what it could not get costs lateness alone. */
void host_prefer_us(void);
unsigned host_processors(void);

/* The first free slot, held until we end. */
int host_slot(struct fault *fault);
/* Visits each slot that had a daemon once and has none now, and keeps others from taking it meanwhile. */
void host_each_free_slot(void (*visit)(unsigned slot));

/* A listening socket that only `peer` (and root) may connect to. Replaces one that nobody listens on any more. */
int host_listen(const char *path, uid_t peer, struct fault *fault);

#endif
