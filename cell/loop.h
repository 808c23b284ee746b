/*
 * loop.h: the one thread's epoll loop. A source is a descriptor with what to do when it is ready; its owner embeds it,
 * and may remove any source at any time: events of the same batch for a removed one are dropped.
 */
#ifndef FREEHOLD_LOOP_H
#define FREEHOLD_LOOP_H

#include <stdint.h>

#include "fault.h"

struct source {
    int fd; /* -1: none */
    uint32_t
        events; /* 0: out of the loop, so that not even a hang-up, which nothing could be done about yet, is told */
    void (*ready)(void *owner, uint32_t events);
    void *owner;
};

int loop_open(struct fault *fault);
/* Takes the descriptor over, and waits for nothing yet. */
void source_hold(struct source *source, int fd, void (*ready)(void *, uint32_t), void *owner);
/* Takes the descriptor over, also on a fault, which closes it. */
int source_add(struct source *source, int fd, uint32_t events, void (*ready)(void *, uint32_t), void *owner,
               struct fault *fault);
void source_want(struct source *source, uint32_t events);
void source_close(struct source *source);
enum { LOOP_NO_BOUND = -1 };
/* Serves one batch, for which it waits so many milliseconds at most. */
void loop_turn(int ms_max);

#endif
