/*
 * world.h: a daemon of the test's own, with its own configuration and root below /run, and a worker that speaks to it.
 */
#ifndef FREEHOLD_TEST_WORLD_H
#define FREEHOLD_TEST_WORLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "../frame.h"

struct world {
    char directory[64];
    char socket[80];
    pid_t daemon;
    int lifeline; /* the daemon's standard input */
    int slot;     /* which the daemon took; other daemons may live on this host */
};

/* Starts `binary`; the root "probe" has the program /bin/probe, "cached" a cache at /cache besides, "full" the whole
 * /proc. False when it did not get ready. */
bool world_start(struct world *world, const char *binary, const char *probe);
/* Ends it by SIGTERM and removes the files. Returns the daemon's wait status. */
int world_stop(struct world *world);
/* How many processes have the daemon as parent. */
int world_children(const struct world *world);
pid_t world_sweeper(const struct world *world); /* the first of them */
pid_t world_keeper(const struct world *world);  /* the last of them, where no cell is; 0 if there is no keeper */
int world_descriptors(const struct world *world);

/* One connection. */
struct worker {
    int fd;
    uint8_t *frame; /* the last that was received */
    size_t length;
    uint8_t type;
};

struct prepare {
    const char *root;
    uint8_t filter_class;
    uint64_t memory_bytes;
    uint32_t processes;
    uint64_t disk_bytes;
    uint32_t disk_inodes, open_files;
    uint64_t file_bytes;
    bool repeatable;
};
extern const struct prepare MODEST;

struct run {
    const char *arguments[16];
    const char *environment[8];
    const char *cwd;
    uint64_t cpu_us, wall_us, output_bytes;
    const char *input; /* NULL: empty */
    bool input_open;   /* input follows, and the test itself sends it */
    bool input_told;   /* the same, and TAKEN is wanted */
    bool terminal;
};

struct outcome {
    uint8_t ended_by; /* FRAME_EXIT, FRAME_FAULT, or 0: the connection was closed */
    char step[64];
    char text[200];
    uint32_t error;
    uint8_t cause;
    uint32_t exit_code, signal;
    uint64_t cpu_us, wall_us, memory_peak_bytes;
    uint32_t processes_peak, processes_refused, oom_kills;
    uint64_t disk_peak_bytes, stdout_bytes, stderr_bytes, cause_value, late_us, death_us;
    uint32_t denied_syscall, denied_arch;
    uint8_t disk_full;
    char output[2][70000]; /* the beginning, ended by NUL */
    size_t received[2];    /* all of it */
};

bool worker_connect(struct worker *worker, const struct world *world);
void worker_close(struct worker *worker);
bool worker_send(struct worker *worker, uint8_t type, const void *payload, size_t length);
/* The next frame; false at the end of the connection, or when 20 s have passed. */
bool worker_receive(struct worker *worker);
bool worker_prepare(struct worker *worker, const struct prepare *prepare); /* and waits for READY */
bool worker_ask_prepare(struct worker *worker, const struct prepare *prepare);
bool worker_warm(struct worker *worker, const struct run *bootstrap); /* and waits for WARMED */
bool worker_put(struct worker *worker, const char *path, uint32_t mode, const void *bytes, size_t count);
bool worker_exec(struct worker *worker, const struct run *run);
/* Receives until EXIT, FAULT or the end. */
void worker_outcome(struct worker *worker, struct outcome *outcome);

/* All of it: a cell, one run, the end. */
void world_run(const struct world *world, const struct prepare *prepare, const struct run *run,
               struct outcome *outcome);

#endif
