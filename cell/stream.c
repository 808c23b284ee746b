/* What goes into and comes out of a running program. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "cell.h"
#include "sys.h"
#include "terminal.h"

enum { WIDE_PIPE_BYTES = 1 << 20 };           /* what the kernel gives without more ado: /proc/sys/fs/pipe-max-size */
static const uint8_t end_of_transmission = 4; /* VEOF, by which a terminal's input ends */

static void output_close(struct cell *cell, unsigned stream)
{
    source_close(&cell->output[stream]);
    if (cell->terminal)
        cell_input_drop(cell); /* it has let go of its terminal, by which input came too */
}

/* Exactly `output_limit` bytes are forwarded; one more ends the program. False when nothing more is in there now. */
static bool output_read(struct cell *cell, unsigned stream)
{
    uint64_t left = cell->output_limit - cell->ending.output_bytes[stream];
    uint64_t size = left < FRAME_CHUNK_MAX ? left + 1 : FRAME_CHUNK_MAX;

    long got = report_read(&cell->outbox, cell->output[stream].fd, stream + 1, size, left);
    if (got < 0 && errno == EINTR)
        return true;
    if (got < 0 && errno == EAGAIN)
        return false;
    if (got <= 0) { /* a terminal's master reads EIO once nobody holds the slave */
        output_close(cell, stream);
    } else if ((uint64_t)got <= left) {
        cell->ending.output_bytes[stream] += (uint64_t)got;
    } else {
        cell->ending.output_bytes[stream] += left;
        output_close(cell, stream);
        cell_end(cell, stream == 0 ? CAUSE_STDOUT : CAUSE_STDERR, cell->output_limit, 0);
    }
    return true;
}

static bool output_fits(const struct cell *cell)
{
    return outbox_room(&cell->outbox, FRAME_CHUNK_MAX + 1);
}

bool stream_drain(struct cell *cell)
{
    for (unsigned stream = 0; stream < 2; stream++)
        while (cell->output[stream].fd >= 0 && output_fits(cell))
            if (!output_read(cell, stream))
                source_close(&cell->output[stream]);
    return cell->output[0].fd < 0 && cell->output[1].fd < 0;
}

static void input_write(struct cell *cell);

static void stdout_ready(void *owner, uint32_t events)
{
    if (events & EPOLLOUT)
        input_write(owner); /* a terminal is both */
    if (events & ~(uint32_t)EPOLLOUT && output_fits(owner))
        output_read(owner, 0);
    cell_settle(owner);
}

static void stderr_ready(void *owner, uint32_t events)
{
    (void)events;
    if (output_fits(owner))
        output_read(owner, 1);
    cell_settle(owner);
}

void cell_input_drop(struct cell *cell)
{
    source_close(&cell->stdin_pipe);
    cell->input.taken += cell->input.end - cell->input.start;
    cell->input.start = cell->input.end = 0;
}

/* More than a pipe holds at first (16 pages, pipe(7)) waits: once, for a program that reads all of it should find it there,
 * rather than wait for us after each 64 KiB, and we for it. Not where the worker counts what was taken, to keep little under
 * way. Without effect where the kernel refuses. */
static bool input_widen(struct cell *cell)
{
    if (cell->terminal || cell->input.is_told || cell->input.is_wide)
        return false;
    cell->input.is_wide = true;
    return fcntl(cell->stdin_pipe.fd, F_SETPIPE_SZ, WIDE_PIPE_BYTES) > 0;
}

/* What the program's input is written to; -1 once nobody can read it. */
static int input_fd(const struct cell *cell)
{
    return cell->terminal ? cell->output[0].fd : cell->stdin_pipe.fd;
}

static void input_write(struct cell *cell)
{
    struct input *input = &cell->input;
    int fd = input_fd(cell);

    while (fd >= 0 && input->start < input->end) {
        ssize_t written = write(fd, input->bytes + input->start, input->end - input->start);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0 && errno == EAGAIN && input_widen(cell))
            continue;
        if (written < 0 && errno == EAGAIN)
            break;
        if (written < 0) { /* the program reads no more */
            cell_input_drop(cell);
            return;
        }
        input->start += (size_t)written;
        input->taken += (uint64_t)written;
    }
    if (input->start == input->end) {
        input->start = input->end = 0;
        if (input->ends)
            source_close(&cell->stdin_pipe);
    }
}

static void stdin_ready(void *owner, uint32_t events)
{
    if (events & EPOLLERR)
        cell_input_drop(owner);
    else
        input_write(owner);
    cell_settle(owner);
}

int stream_open(struct cell *cell, int input, int output, int error)
{
    source_hold(&cell->stdin_pipe, input, stdin_ready, cell);
    source_hold(&cell->output[0], output, stdout_ready, cell);
    source_hold(&cell->output[1], error, stderr_ready, cell);
    return input < 0 || output < 0 || error < 0 ? -1 : 0;
}

int stream_open_terminal(struct cell *cell, const struct exec *exec, int *slave, struct fault *fault)
{
    int master = terminal_open(cell->uid, exec->rows, exec->columns, slave, fault);

    if (master < 0)
        return -1;
    source_close(&cell->stdin_pipe);
    source_close(&cell->output[0]);
    source_close(&cell->output[1]);
    cell->terminal = true;
    source_hold(&cell->output[0], master, stdout_ready, cell);
    return 0;
}

int cell_input(struct cell *cell, const uint8_t *bytes, size_t count, struct fault *fault)
{
    struct input *input = &cell->input;

    if (count > FRAME_CHUNK_MAX || !input->follows || input->ends)
        return fault_say(fault, "INPUT", EPROTO, "more than a chunk, after INPUT_END, or none was announced");
    if (input_fd(cell) < 0) { /* the program has closed it */
        input->taken += count;
        return 0;
    }
    if (count > 0)
        input->is_within_line = bytes[count - 1] != '\n';
    memcpy(input->bytes + input->end, bytes, count);
    input->end += count;
    input_write(cell);
    return 0;
}

void cell_input_end(struct cell *cell)
{
    struct input *input = &cell->input;

    if (!cell->terminal) {
        input->ends = true;
    } else if (cell->output[0].fd >= 0) {
        /* The first hands over a line that was begun, and only one at the beginning of a line ends input. */
        for (int i = input->is_within_line ? 0 : 1; i < 2; i++)
            input->bytes[input->end++] = end_of_transmission;
        input->is_within_line = false;
    }
    input_write(cell);
}

/* Not for each byte that trickles through: when nothing waits, or much was taken. */
static void input_tell(struct cell *cell)
{
    struct input *input = &cell->input;
    uint64_t untold = input->taken - input->told;

    if (!input->is_told || cell->state != CELL_RUNNING || untold == 0 ||
        (untold < TAKEN_BYTES && input->start < input->end) || !outbox_room(&cell->outbox, sizeof(untold)))
        return;
    input->told = input->taken;
    report_taken(&cell->outbox, input->taken);
}

void stream_settle(struct cell *cell)
{
    input_tell(cell);
    bool flows = cell->state == CELL_RUNNING || cell->state == CELL_ENDING;
    bool waits = cell->input.start < cell->input.end;
    uint32_t read = flows && output_fits(cell) ? EPOLLIN : 0;

    source_want(&cell->output[0], read | (cell->terminal && waits && flows ? EPOLLOUT : 0));
    source_want(&cell->output[1], read);
    source_want(&cell->stdin_pipe, flows && waits ? EPOLLOUT : 0);
    if (cell->input.start > 0) {
        memmove(cell->input.bytes, cell->input.bytes + cell->input.start, cell->input.end - cell->input.start);
        cell->input.end -= cell->input.start;
        cell->input.start = 0;
    }
}
