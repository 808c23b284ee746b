#include "report.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static uint8_t *begin(struct outbox *outbox, uint8_t type)
{
    uint8_t *frame = outbox->bytes + outbox->end;

    frame[4] = type;
    outbox->end += FRAME_HEADER_BYTES;
    return frame;
}

static void add_number(struct outbox *outbox, uint64_t value, unsigned bytes)
{
    for (unsigned i = 0; i < bytes; i++)
        outbox->bytes[outbox->end++] = (uint8_t)(value >> (8 * i));
}

static void add_string(struct outbox *outbox, const char *text)
{
    size_t length = strlen(text);

    add_number(outbox, length, 4);
    memcpy(outbox->bytes + outbox->end, text, length);
    outbox->end += length;
}

static void finish(struct outbox *outbox, uint8_t *frame)
{
    size_t length = (size_t)(outbox->bytes + outbox->end - frame) - FRAME_HEADER_BYTES;

    for (unsigned i = 0; i < 4; i++)
        frame[i] = (uint8_t)(length >> (8 * i));
}

bool outbox_room(const struct outbox *outbox, size_t payload)
{
    return OUTBOX_BYTES - outbox->end >= FRAME_HEADER_BYTES + payload + OUTBOX_RESERVE;
}

int outbox_flush(struct outbox *outbox, int connection)
{
    while (outbox->start < outbox->end) {
        ssize_t sent = send(connection, outbox->bytes + outbox->start, outbox->end - outbox->start, MSG_NOSIGNAL);
        if (sent < 0 && errno == EAGAIN)
            break;
        if (sent < 0)
            return -1;
        outbox->start += (size_t)sent;
    }
    memmove(outbox->bytes, outbox->bytes + outbox->start, outbox->end - outbox->start);
    outbox->end -= outbox->start;
    outbox->start = 0;
    return 0;
}

static void report_empty(struct outbox *outbox, uint8_t type)
{
    finish(outbox, begin(outbox, type));
}

static void report_number(struct outbox *outbox, uint8_t type, uint64_t value, unsigned bytes)
{
    uint8_t *frame = begin(outbox, type);

    add_number(outbox, value, bytes);
    finish(outbox, frame);
}

void report_ready(struct outbox *outbox, uint64_t prepare_us)
{
    report_number(outbox, FRAME_READY, prepare_us, 8);
}

void report_started(struct outbox *outbox)
{
    report_empty(outbox, FRAME_STARTED);
}

void report_warmed(struct outbox *outbox, uint64_t cpu_us)
{
    report_number(outbox, FRAME_WARMED, cpu_us, 8);
}

void report_taken(struct outbox *outbox, uint64_t bytes)
{
    report_number(outbox, FRAME_TAKEN, bytes, 8);
}

void report_file(struct outbox *outbox, uint64_t size_bytes)
{
    report_number(outbox, FRAME_FILE, size_bytes, 8);
}

void report_end(struct outbox *outbox, bool truncated)
{
    report_number(outbox, FRAME_END, truncated, 1);
}

void report_refused(struct outbox *outbox, int error)
{
    report_number(outbox, FRAME_REFUSED, (uint64_t)error, 4);
}

static uint64_t us_between(uint64_t from_ns, uint64_t to_ns)
{
    return from_ns != 0 && to_ns > from_ns ? (to_ns - from_ns) / 1000 : 0;
}

void report_exit(struct outbox *outbox, const struct ending *ending, const struct counters *counters)
{
    bool exited = ending->code == CLD_EXITED;
    uint32_t exit_code = exited ? (uint32_t)ending->status & 0xff : 0;

    if (ending->cause == CAUSE_NO_EXEC)
        exit_code = ending->cause_value == ENOENT || ending->cause_value == ENOTDIR ? 127 : 126;
    uint8_t *frame = begin(outbox, FRAME_EXIT);
    add_number(outbox, ending->cause, 1);
    add_number(outbox, exit_code, 4);
    add_number(outbox, exited ? 0 : (uint32_t)ending->status, 4);
    add_number(outbox, ending->cpu_ns / 1000, 8);
    add_number(outbox, us_between(ending->started_ns, ending->ended_ns), 8);
    add_number(outbox, counters->memory_peak_bytes, 8);
    add_number(outbox, counters->processes_peak, 4);
    add_number(outbox, counters->processes_refused, 4);
    add_number(outbox, counters->oom_kills, 4);
    add_number(outbox, ending->disk_peak_bytes, 8);
    add_number(outbox, ending->output_bytes[0], 8);
    add_number(outbox, ending->output_bytes[1], 8);
    add_number(outbox, ending->cause_value, 8);
    add_number(outbox, us_between(ending->moment_ns, ending->kill_ns), 8);
    add_number(outbox, us_between(ending->kill_ns, ending->dead_ns), 8);
    add_number(outbox, ending->denied_syscall, 4);
    add_number(outbox, ending->denied_arch, 4);
    add_number(outbox, ending->disk_full, 1);
    finish(outbox, frame);
}

void report_entry(struct outbox *outbox, const char *path, uint64_t size_bytes, uint32_t mode)
{
    uint8_t *frame = begin(outbox, FRAME_ENTRY);

    add_string(outbox, path);
    add_number(outbox, size_bytes, 8);
    add_number(outbox, mode, 4);
    finish(outbox, frame);
}

void report_fault(struct outbox *outbox, const struct fault *fault)
{
    uint8_t *frame = begin(outbox, FRAME_FAULT);

    add_string(outbox, fault->step);
    add_number(outbox, (uint64_t)fault->error, 4);
    add_string(outbox, fault->text);
    finish(outbox, frame);
}

long report_read(struct outbox *outbox, int fd, unsigned stream, size_t size, size_t forward)
{
    size_t before = outbox->end;

    uint8_t *frame = begin(outbox, stream == 0 ? FRAME_DATA : FRAME_OUTPUT);
    if (stream != 0)
        add_number(outbox, stream, 1);
    ssize_t got = read(fd, outbox->bytes + outbox->end, size);
    size_t kept = got < 0 ? 0 : (size_t)got < forward ? (size_t)got : forward;
    if (kept == 0) {
        outbox->end = before;
    } else {
        outbox->end += kept;
        finish(outbox, frame);
    }
    return got;
}
