#include "loop.h"

#include <errno.h>
#include <stddef.h>
#include <sys/epoll.h>

#include "sys.h"

enum { BATCH = 64 };
static int epoll = -1;
static struct epoll_event batch[BATCH];
static int batch_count;

int loop_open(struct fault *fault)
{
    epoll = epoll_create1(EPOLL_CLOEXEC);
    return epoll < 0 ? fault_set(fault, "epoll_create1", errno) : 0;
}

void source_hold(struct source *source, int fd, void (*ready)(void *, uint32_t), void *owner)
{
    *source = (struct source){.fd = fd, .events = 0, .ready = ready, .owner = owner};
}

int source_add(struct source *source, int fd, uint32_t events, void (*ready)(void *, uint32_t), void *owner,
               struct fault *fault)
{
    source_hold(source, fd, ready, owner);
    source_want(source, events);
    if (source->events == events)
        return 0;
    fault_set(fault, "epoll_ctl", errno);
    close_and_forget(&source->fd);
    return -1;
}

void source_want(struct source *source, uint32_t events)
{
    struct epoll_event event = {.events = events, .data.ptr = source};
    int change = source->events == 0 ? EPOLL_CTL_ADD : events == 0 ? EPOLL_CTL_DEL : EPOLL_CTL_MOD;

    if (source->fd >= 0 && source->events != events && epoll_ctl(epoll, change, source->fd, &event) == 0)
        source->events = events;
}

void source_close(struct source *source)
{
    /* Not left to close(): a keeper being forked may hold a copy for a moment, and the event would outlive us. */
    source_want(source, 0);
    close_and_forget(&source->fd);
    for (int i = 0; i < batch_count; i++)
        if (batch[i].data.ptr == source)
            batch[i].data.ptr = NULL;
}

void loop_turn(int ms_max)
{
    batch_count = epoll_wait(epoll, batch, BATCH, ms_max);
    for (int i = 0; i < batch_count; i++) {
        struct source *source = batch[i].data.ptr;
        if (source != NULL)
            source->ready(source->owner, batch[i].events);
    }
    batch_count = 0;
}
