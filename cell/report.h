/*
 * report.h: frames to the worker, written into a bounded buffer. Nobody may begin a frame for which there is no room:
 * whoever produces more asks outbox_room first, and stops reading its source when there is none.
 */
#ifndef FREEHOLD_REPORT_H
#define FREEHOLD_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cgroup.h"
#include "fault.h"
#include "frame.h"

enum {
    OUTBOX_BYTES = 256 * 1024,
    OUTBOX_RESERVE = 1024, /* always left for READY, STARTED, EXIT and FAULT */
};

struct outbox {
    uint8_t *bytes; /* OUTBOX_BYTES */
    size_t start, end;
};

/* Whether a frame with `payload` bytes fits, and the reserve is left. */
bool outbox_room(const struct outbox *outbox, size_t payload);
/* Sends what it can. 0, or -1 when the other side is gone. */
int outbox_flush(struct outbox *outbox, int connection);

/* What EXIT tells. Times in ns of CLOCK_MONOTONIC. */
struct ending {
    enum exit_cause cause;
    uint64_t cause_value;
    int status; /* as waitid gives it: si_code and si_status of the program */
    int code;
    uint64_t started_ns;
    uint64_t moment_ns; /* when the limit was passed */
    uint64_t kill_ns;   /* 0: none was sent */
    uint64_t ended_ns;  /* the program was reaped */
    uint64_t dead_ns;   /* everything in the cell was */
    uint64_t cpu_ns;
    uint64_t disk_peak_bytes;
    bool disk_full;
    uint64_t output_bytes[2]; /* forwarded */
    uint32_t denied_syscall, denied_arch;
};

void report_ready(struct outbox *outbox, uint64_t prepare_us);
void report_started(struct outbox *outbox);
void report_warmed(struct outbox *outbox, uint64_t cpu_us);
void report_taken(struct outbox *outbox, uint64_t bytes);
void report_exit(struct outbox *outbox, const struct ending *ending, const struct counters *counters);
void report_entry(struct outbox *outbox, const char *path, uint64_t size_bytes, uint32_t mode);
void report_file(struct outbox *outbox, uint64_t size_bytes);
void report_end(struct outbox *outbox, bool truncated);
void report_refused(struct outbox *outbox, int error);
void report_fault(struct outbox *outbox, const struct fault *fault);

/* Reads up to `size` (at most FRAME_CHUNK_MAX) bytes straight into an OUTPUT frame of `stream` (1 or 2), or into a DATA
 * frame for stream 0, of which at most `forward` are kept; no frame when there are none. Returns read(2)'s result. */
long report_read(struct outbox *outbox, int fd, unsigned stream, size_t size, size_t forward);

#endif
