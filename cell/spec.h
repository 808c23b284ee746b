/*
 * spec.h: frames of the worker, decoded into checked values. A value that these functions return needs no second
 * look: it is well-formed and within what root has configured. Nothing here touches the system.
 */
#ifndef FREEHOLD_SPEC_H
#define FREEHOLD_SPEC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "config.h"
#include "fault.h"
#include "frame.h"

enum {
    PATH_BYTES_MAX = 4095,
    PATH_DEPTH_MAX = 32,
    WORDS_IN_EXEC_MAX = 8192, /* arguments and environment together */
    LIST_ENTRIES_MAX = 65536,
};

struct frame {
    uint8_t type;
    const uint8_t *payload;
    size_t length;
};

/* Takes the first frame of `bytes`. Returns its size with header, 0 when it is not yet whole, -1 when too long. */
long frame_take(const uint8_t *bytes, size_t count, struct frame *frame);

/* PREPARE. */
struct spec {
    char root[ROOT_NAME_MAX + 1];
    enum filter_class filter_class;
    uint64_t memory_bytes;
    uint32_t processes;
    uint64_t disk_bytes;
    uint32_t disk_inodes;
    uint32_t open_files;
    uint64_t file_bytes;
    bool repeatable;
};
int spec_decode(const struct frame *frame, const struct config *config, struct spec *spec, struct fault *fault);

/* EXEC. `launch` is what the waiting program is sent as it is, in one message. */
struct launch {
    uint32_t arguments;
    uint32_t variables;
    uint8_t terminal;
    uint8_t warm;                    /* two descriptors come along, for 3 and 4 */
    char strings[FRAME_PAYLOAD_MAX]; /* arguments, variables, cwd, each ended by NUL */
};
struct exec {
    uint64_t cpu_us;
    uint64_t wall_us;
    uint64_t output_bytes;
    bool input_follows;
    bool input_told; /* TAKEN is wanted */
    bool terminal;
    uint16_t rows;
    uint16_t columns;
    size_t words_bytes;  /* of arguments and variables in `launch.strings`; cwd follows */
    size_t launch_bytes; /* how much of `launch` is in use */
    struct launch launch;
};
int exec_decode(const struct frame *frame, const struct config *config, struct exec *exec, struct fault *fault);

/* WARM: only `launch` is filled. */
int warm_decode(const struct frame *frame, struct exec *exec, struct fault *fault);

struct put {
    char path[PATH_BYTES_MAX + 1];
    uint32_t mode; /* 0400, 0644 or 0755 */
    uint64_t size_bytes;
};
int put_decode(const struct frame *frame, struct put *put, struct fault *fault);

struct fetch {
    char path[PATH_BYTES_MAX + 1];
    uint64_t bytes_max;
};
int fetch_decode(const struct frame *frame, struct fetch *fetch, struct fault *fault);

int list_decode(const struct frame *frame, uint32_t *entries_max, struct fault *fault);
int signal_decode(const struct frame *frame, uint32_t *number, struct fault *fault);
int resize_decode(const struct frame *frame, uint16_t *rows, uint16_t *columns, struct fault *fault);
int weigh_decode(const struct frame *frame, uint16_t *weight, struct fault *fault);
int empty_decode(const struct frame *frame, struct fault *fault);

/* Relative, below its start whatever is there: no empty name, ".", "..", at most PATH_DEPTH_MAX names of 255 bytes. */
bool path_valid(const char *path);

#endif
