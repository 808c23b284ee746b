/*
 * collect.h: files out of a cell whose processes are all dead. What a program left is hostile: links, fifos, deep and
 * sparse trees. Only regular files with one name are given, found beneath /work without following anything, and a bit
 * at a time: as much as the worker takes.
 */
#ifndef FREEHOLD_COLLECT_H
#define FREEHOLD_COLLECT_H

#include <dirent.h>
#include <stdbool.h>
#include <stdint.h>

#include "report.h"
#include "spec.h"

struct collect {
    enum { COLLECT_NOTHING, COLLECT_LIST, COLLECT_FILE } kind;
    /* LIST */
    DIR *directories[PATH_DEPTH_MAX + 1];
    size_t name_at[PATH_DEPTH_MAX + 1]; /* where in `path` the names of that directory begin */
    unsigned depth;
    char path[PATH_BYTES_MAX + 1];
    uint32_t entries_left;
    uint32_t names_left; /* looked at, of whatever kind */
    bool
        left_out; /* a file too deep or under too long a path, or a directory that cannot be entered: not all is listed */
    /* FETCH */
    int fd;
    uint64_t left_bytes;
};

int collect_list(struct collect *collect, int disk, uint32_t entries_max, struct fault *fault);
/* Refuses at once what it does not find good. */
void collect_fetch(struct collect *collect, int disk, const struct fetch *fetch, struct outbox *outbox);
/* Goes on for a while, as long as there is room. -1 when a promised file, or a directory, cannot be read. */
int collect_go_on(struct collect *collect, struct outbox *outbox, struct fault *fault);
void collect_stop(struct collect *collect);

#endif
