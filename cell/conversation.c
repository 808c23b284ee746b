/* The worker's side of a cell: which frame may come when, and what it asks for. */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <termios.h>

#include "cell.h"
#include "sys.h"

typedef int frame_handler(struct cell *cell, const struct frame *frame, struct fault *fault);

static int on_prepare(struct cell *cell, const struct frame *frame, struct fault *fault)
{
    if (spec_decode(frame, &cell->daemon->config, &cell->spec, fault) < 0)
        return -1;
    return cell_prepare(cell, fault);
}

static int on_put(struct cell *cell, const struct frame *frame, struct fault *fault)
{
    struct put put;

    if (put_decode(frame, &put, fault) < 0)
        return -1;
    if (cell->put.left_bytes > 0)
        return fault_say(fault, "PUT", EPROTO, "the file before it is not whole");
    return stage_put(&cell->put, cell->disk, cell->uid, &put, fault);
}

static int on_data(struct cell *cell, const struct frame *frame, struct fault *fault)
{
    if (cell->put.left_bytes == 0 && frame->length > 0)
        return fault_say(fault, "DATA", EPROTO, "no file is open");
    return frame->length == 0 ? 0 : stage_data(&cell->put, frame->payload, frame->length, fault);
}

static int on_warm(struct cell *cell, const struct frame *frame, struct fault *fault)
{
    if (warm_decode(frame, cell->daemon->exec, fault) < 0)
        return -1;
    return cell_warm(cell, cell->daemon->exec, fault);
}

static int on_exec(struct cell *cell, const struct frame *frame, struct fault *fault)
{
    if (exec_decode(frame, &cell->daemon->config, cell->daemon->exec, fault) < 0)
        return -1;
    if (cell->put.left_bytes > 0)
        return fault_say(fault, "EXEC", EPROTO, "the file before it is not whole");
    return cell_execute(cell, cell->daemon->exec, fault);
}

static int on_input(struct cell *cell, const struct frame *frame, struct fault *fault)
{
    return cell_input(cell, frame->payload, frame->length, fault);
}

static int on_input_end(struct cell *cell, const struct frame *frame, struct fault *fault)
{
    if (empty_decode(frame, fault) < 0)
        return -1;
    cell_input_end(cell);
    return 0;
}

static int on_signal(struct cell *cell, const struct frame *frame, struct fault *fault)
{
    uint32_t number;

    if (signal_decode(frame, &number, fault) < 0)
        return -1;
    /* A terminal takes but those that it has a key for, and sends them to its foreground, no longer pid 2 perhaps. */
    bool sent = cell->terminal && cell->output[0].fd >= 0 && ioctl(cell->output[0].fd, TIOCSIG, (int)number) == 0;
    if (!sent && cell->program.state == MEMBER_ALIVE)
        kill(cell->program.pid, (int)number);
    return 0;
}

static int on_resize(struct cell *cell, const struct frame *frame, struct fault *fault)
{
    struct winsize size = {0};

    if (resize_decode(frame, &size.ws_row, &size.ws_col, fault) < 0)
        return -1;
    if (!cell->terminal)
        return fault_say(fault, "RESIZE", ENOTTY, "the program has no terminal");
    if (cell->output[0].fd >= 0)
        ioctl(cell->output[0].fd, TIOCSWINSZ, &size);
    return 0;
}

static int on_weigh(struct cell *cell, const struct frame *frame, struct fault *fault)
{
    uint16_t weight;

    if (weigh_decode(frame, &weight, fault) < 0)
        return -1;
    cell->weight = weight;
    cell->heavier = false;
    return group_weigh(cell->group, weight, fault);
}

static int on_kill(struct cell *cell, const struct frame *frame, struct fault *fault)
{
    if (empty_decode(frame, fault) < 0)
        return -1;
    cell_end(cell, CAUSE_KILLED, 0, 0);
    return 0;
}

/* What crossed the end of the program on its way is nobody's fault. */
static int on_too_late(struct cell *cell, const struct frame *frame, struct fault *fault)
{
    (void)cell, (void)frame, (void)fault;
    return 0;
}

static int on_list(struct cell *cell, const struct frame *frame, struct fault *fault)
{
    uint32_t entries_max;

    if (list_decode(frame, &entries_max, fault) < 0)
        return -1;
    return collect_list(&cell->collect, cell->disk, entries_max, fault);
}

static int on_fetch(struct cell *cell, const struct frame *frame, struct fault *fault)
{
    struct fetch fetch;

    if (fetch_decode(frame, &fetch, fault) < 0)
        return -1;
    collect_fetch(&cell->collect, cell->disk, &fetch, &cell->outbox);
    return 0;
}

/* Not named: out of order. While a cell waits or is built its frames wait too, so that a worker need not. */
static frame_handler *const handlers[CELL_STATES][FRAME_ORDERS] = {
    [CELL_NEW] = {[FRAME_PREPARE] = on_prepare},
    [CELL_READY] = {[FRAME_PUT] = on_put,
                    [FRAME_DATA] = on_data,
                    [FRAME_WARM] = on_warm,
                    [FRAME_WEIGH] = on_weigh,
                    [FRAME_EXEC] = on_exec},
    [CELL_WARM] = {[FRAME_PUT] = on_put, [FRAME_DATA] = on_data, [FRAME_WEIGH] = on_weigh, [FRAME_EXEC] = on_exec},
    [CELL_RUNNING] = {[FRAME_INPUT] = on_input,
                      [FRAME_INPUT_END] = on_input_end,
                      [FRAME_SIGNAL] = on_signal,
                      [FRAME_RESIZE] = on_resize,
                      [FRAME_WEIGH] = on_weigh,
                      [FRAME_KILL] = on_kill},
    [CELL_ENDING] = {[FRAME_INPUT] = on_too_late,
                     [FRAME_INPUT_END] = on_too_late,
                     [FRAME_SIGNAL] = on_too_late,
                     [FRAME_RESIZE] = on_too_late,
                     [FRAME_WEIGH] = on_too_late,
                     [FRAME_KILL] = on_too_late},
    [CELL_ENDED] = {[FRAME_INPUT] = on_too_late,
                    [FRAME_INPUT_END] = on_too_late,
                    [FRAME_SIGNAL] = on_too_late,
                    [FRAME_RESIZE] = on_too_late,
                    [FRAME_WEIGH] = on_too_late,
                    [FRAME_KILL] = on_too_late,
                    [FRAME_LIST] = on_list,
                    [FRAME_FETCH] = on_fetch},
};

static bool can_take(const struct cell *cell)
{
    return cell->state != CELL_WAITING && cell->state != CELL_BUILDING && cell->state != CELL_WARMING &&
           cell->state != CELL_LOST && cell->collect.kind == COLLECT_NOTHING &&
           outbox_room(&cell->outbox, FRAME_CHUNK_MAX) && INPUT_BYTES - cell->input.end >= FRAME_CHUNK_MAX;
}

bool cell_can_converse(const struct cell *cell)
{
    struct frame frame;

    return can_take(cell) && frame_take(cell->inbox, cell->inbox_count, &frame) != 0;
}

void cell_converse(struct cell *cell)
{
    struct fault fault;
    struct frame frame;
    size_t taken = 0;

    while (can_take(cell)) {
        long size = frame_take(cell->inbox + taken, cell->inbox_count - taken, &frame);
        if (size == 0)
            break;
        frame_handler *handler = size < 0 || frame.type >= FRAME_ORDERS ? NULL : handlers[cell->state][frame.type];
        if (handler == NULL) {
            fault_say(&fault, "frame", EPROTO, size < 0 ? "too long" : "unknown, or out of order");
            cell_fail(cell, &fault);
        } else if (handler(cell, &frame, &fault) < 0) {
            cell_fail(cell, &fault);
        }
        taken += size < 0 ? 0 : (size_t)size;
    }
    if (taken > 0) {
        memmove(cell->inbox, cell->inbox + taken, cell->inbox_count - taken);
        cell->inbox_count -= taken;
    }
}

void connection_ready(void *owner, uint32_t events)
{
    struct cell *cell = owner;

    if (events & (EPOLLHUP | EPOLLERR | EPOLLRDHUP)) {
        cell_lose(cell);
    } else if (events & EPOLLIN && cell->state != CELL_LOST) {
        ssize_t got = recv(cell->connection.fd, cell->inbox + cell->inbox_count, INBOX_BYTES - cell->inbox_count, 0);
        if (got > 0)
            cell->inbox_count += (size_t)got;
        else if (got == 0 || errno != EAGAIN)
            cell_lose(cell);
    }
    cell_settle(cell);
}
