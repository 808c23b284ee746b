#include "cell.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <unistd.h>

#include "sweeper.h"
#include "sys.h"

enum { BUFFERS_BYTES = INBOX_BYTES + OUTBOX_BYTES + INPUT_BYTES };

static void source_none(struct source *source)
{
    source->fd = -1;
}

static struct cell *cell_make(struct daemon *daemon)
{
    struct cell *cell = calloc(1, sizeof(*cell));
    if (cell == NULL)
        return NULL;
    /* Touched only as far as used; and a keeper, forked from us, gets no copy of what tenants send. */
    cell->buffers = mmap(NULL, BUFFERS_BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (cell->buffers == MAP_FAILED || madvise(cell->buffers, BUFFERS_BYTES, MADV_DONTFORK) < 0) {
        if (cell->buffers != MAP_FAILED)
            munmap(cell->buffers, BUFFERS_BYTES);
        free(cell);
        return NULL;
    }
    cell->inbox = cell->buffers;
    cell->outbox.bytes = cell->inbox + INBOX_BYTES;
    cell->input.bytes = cell->outbox.bytes + OUTBOX_BYTES;
    cell->daemon = daemon;
    cell->id = ++daemon->cells_ever;
    cell->weight = WEIGHT_USUAL;
    cell->network = cell->mounts = cell->lifeline = cell->disk = cell->put.fd = cell->collect.fd = cell->hand = -1;
    for (unsigned i = 0; i < BIRTH_FDS_MAX; i++)
        cell->birth.fds[i] = -1;
    source_none(&cell->connection);
    source_none(&cell->control);
    source_none(&cell->oom);
    source_none(&cell->listener);
    source_none(&cell->timer);
    source_none(&cell->waits);
    source_none(&cell->stdin_pipe);
    source_none(&cell->output[0]);
    source_none(&cell->output[1]);
    return cell;
}

static void cell_free(struct cell *cell)
{
    struct daemon *daemon = cell->daemon;

    *(cell->previous == NULL ? &daemon->cells : &cell->previous->next) = cell->next;
    if (cell->next != NULL)
        cell->next->previous = cell->previous;
    daemon->cells_count--;
    if (cell->uid != 0)
        uid_return(&daemon->uids, cell->uid);
    network_return(&daemon->networks, cell->network);
    cell_birth_close(cell);
    collect_stop(&cell->collect);
    close_and_forget(&cell->put.fd);
    sweeper_close(daemon->sweeper, &cell->disk, &cell->mounts);
    close_and_forget(&cell->lifeline);
    close_and_forget(&cell->hand);
    source_close(&cell->connection);
    source_close(&cell->control);
    source_close(&cell->oom);
    source_close(&cell->listener);
    source_close(&cell->timer);
    source_close(&cell->waits);
    source_close(&cell->stdin_pipe);
    source_close(&cell->output[0]);
    source_close(&cell->output[1]);
    munmap(cell->buffers, BUFFERS_BYTES);
    free(cell);
    source_want(&daemon->listener, EPOLLIN); /* where there was no room for another connection, there is now */
}

void cell_accept(struct daemon *daemon, int connection)
{
    struct fault fault;

    struct cell *cell = cell_make(daemon);
    if (cell == NULL) {
        close(connection);
        return;
    }
    cell->next = daemon->cells;
    if (cell->next != NULL)
        cell->next->previous = cell;
    daemon->cells = cell;
    daemon->cells_count++;
    cell->accepted_ns = now_ns();
    if (source_add(&cell->connection, connection, EPOLLIN | EPOLLRDHUP, connection_ready, cell, &fault) < 0) {
        cell_free(cell);
        return;
    }
    if (daemon->cells_count > daemon->config.cells_max) {
        fault_say(&fault, "cells_max", EAGAIN, "%llu cells are in use", (unsigned long long)daemon->config.cells_max);
        cell_fail(cell, &fault);
        cell_settle(cell);
    }
}

void cell_fail(struct cell *cell, const struct fault *fault)
{
    if (cell->state == CELL_LOST)
        return;
    cell->state = CELL_LOST;
    report_fault(&cell->outbox, fault);
    cell_kill(cell);
}

void cell_lose(struct cell *cell)
{
    source_close(&cell->connection);
    cell->outbox.start = cell->outbox.end = 0;
    if (cell->state == CELL_LOST)
        return;
    cell->state = CELL_LOST;
    cell_kill(cell);
}

/* The program and all that it started are dead, and all their output is under way: says how it ended. */
static void conclude(struct cell *cell)
{
    struct counters counters = {0};
    struct fault fault;

    if (group_read(cell->group, &counters, &fault) < 0) {
        cell_fail(cell, &fault);
        return;
    }
    cell->ending.cpu_ns = counters.cpu_ns - cell->cpu_before_ns;
    disk_sample(cell);
    report_exit(&cell->outbox, &cell->ending, &counters);
    cell->state = CELL_ENDED;
}

static bool group_gone(struct cell *cell)
{
    source_close(&cell->oom); /* v1 also wakes it when the group is removed */
    if (cell->group != NULL && group_drop(cell->group))
        cell->group = NULL;
    return cell->group == NULL;
}

/* What follows from a death. */
static void settle_death(struct cell *cell)
{
    if (!cell_guest_is_dead(cell)) {
        cell_press_stragglers(cell);
        return;
    }
    if (cell->ending.dead_ns == 0)
        cell->ending.dead_ns = now_ns();
    if (cell->state == CELL_ENDING && stream_drain(cell))
        conclude(cell);
}

/* What nobody waits for. False when the cell has been freed. */
static bool settle_rest(struct cell *cell)
{
    if (cell->state != CELL_ENDED && cell->state != CELL_LOST)
        return true;
    if (!cell_is_dead(cell)) {
        cell_press_stragglers(cell);
    } else if (!group_gone(cell)) {
        cell_wake(cell, now_ns() + RETRY_NS);
    } else if (cell->state == CELL_LOST && cell->connection.fd < 0) {
        cell_free(cell);
        return false;
    }
    return true;
}

static void settle_connection(struct cell *cell)
{
    if (cell->connection.fd >= 0 && outbox_flush(&cell->outbox, cell->connection.fd) < 0)
        cell_lose(cell);
    if (cell->state == CELL_LOST && cell->outbox.end == 0)
        source_close(&cell->connection);
}

void cell_settle(struct cell *cell)
{
    struct fault fault;

    settle_connection(cell);
    cell_converse(cell);
    if (collect_go_on(&cell->collect, &cell->outbox, &fault) < 0)
        cell_fail(cell, &fault);
    if (cell->state == CELL_ENDING || cell->state == CELL_LOST)
        settle_death(cell);
    settle_connection(cell);
    if (!settle_rest(cell))
        return;
    stream_settle(cell);
    bool drains = cell->state == CELL_ENDING && cell->ending.dead_ns != 0; /* it waits for room alone */
    bool has_more = cell->outbox.end > 0 || drains || cell->collect.kind != COLLECT_NOTHING || cell_can_converse(cell);
    bool takes = cell->state != CELL_LOST && cell->inbox_count < INBOX_BYTES;
    source_want(&cell->connection, EPOLLRDHUP | (takes ? EPOLLIN : 0u) | (has_more ? EPOLLOUT : 0u));
}
