/*
 * stage.h: files into a cell before its program is let go, by descriptor and without following anything.
 */
#ifndef FREEHOLD_STAGE_H
#define FREEHOLD_STAGE_H

#include <stdint.h>
#include <sys/types.h>

#include "fault.h"
#include "spec.h"

/* How a path below a cell's disk is resolved: beneath it, through no link and no mount. */
uint64_t stage_resolve(void);

/* The file that is being put; DATA belongs to it. */
struct put_file {
    int fd; /* -1: none */
    uint64_t left_bytes;
};

int stage_put(struct put_file *file, int disk, uid_t uid, const struct put *put, struct fault *fault);
int stage_data(struct put_file *file, const uint8_t *bytes, size_t count, struct fault *fault);

#endif
