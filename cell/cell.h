/*
 * cell.h: one connection and the cell that lives as long as it. Handlers of events change facts; cell_settle draws all
 * conclusions from them, is called last by each handler, and may free the cell.
 */
#ifndef FREEHOLD_CELL_H
#define FREEHOLD_CELL_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
#include <sys/wait.h>

#include "birth.h"
#include "collect.h"
#include "daemon.h"
#include "loop.h"
#include "report.h"
#include "spec.h"
#include "stage.h"

enum {
    INBOX_BYTES = FRAME_HEADER_BYTES + FRAME_PAYLOAD_MAX,
    RETRY_NS = 1000 * 1000,   /* for what the kernel does not yet let us finish */
    INPUT_BYTES = 512 * 1024, /* waiting for the program to read it; SIGNAL and KILL overtake so much */
    TAKEN_BYTES = 32 * 1024,  /* told no later than after so much, or when nothing waits */
};

enum cell_state {
    CELL_NEW,     /* nothing but a connection */
    CELL_WAITING, /* for its keeper to take the birth */
    CELL_BUILDING,
    CELL_READY,
    CELL_WARMING, /* its bootstrap starts */
    CELL_WARM,    /* its bootstrap waits for a program */
    CELL_RUNNING,
    CELL_ENDING, /* the program has ended or was killed; EXIT is due */
    CELL_ENDED,  /* EXIT was told; its files may be collected */
    CELL_LOST,   /* a fault, or the connection is gone: waits for the death of all, then is freed */
    CELL_STATES,
};

/* A process that the daemon alone waits for, so that its pid cannot mean another one while it lives. */
struct member {
    pid_t pid;
    enum { MEMBER_NONE, MEMBER_EXPECTED, MEMBER_ALIVE, MEMBER_DEAD } state;
};

struct input {
    uint8_t *bytes; /* INPUT_BYTES */
    size_t start, end;
    bool follows;         /* INPUT is allowed */
    bool ends;            /* INPUT_END has come; a terminal's input does not end */
    bool is_told;         /* by TAKEN */
    bool is_within_line;  /* the last byte was not the end of a line */
    bool is_wide;         /* its pipe was widened, or could not be */
    uint64_t taken, told; /* bytes from the first on that wait here no more; what of it was told */
};

struct cell {
    struct daemon *daemon;
    struct cell *next, *previous;
    uint64_t id;
    enum cell_state state;
    uint64_t accepted_ns;

    /* The worker. */
    struct source connection;
    uint8_t *buffers; /* one mapping for the three */
    uint8_t *inbox;   /* INBOX_BYTES */
    size_t inbox_count;
    struct outbox outbox;

    /* What it is made of. */
    struct spec spec;
    uint64_t prepare_ns;
    struct keeper *keeper;
    struct birth birth; /* the program's ends of all descriptors, until the keeper has them */
    struct group *group;
    uid_t uid;   /* 0: none lent */
    int network; /* lent, or to be lent from now on */
    int mounts;  /* its mount namespace, so that it ends after the cell */
    int lifeline;
    int disk;
    struct member builder, init, program;
    struct source control;
    struct source oom;
    struct source listener;
    struct source timer;

    /* Its bootstrap (warm.c). */
    int hand;            /* the program is handed over here; -1 where nothing waits for one */
    struct source waits; /* ends when the bootstrap waits */
    uint64_t warming_until_ns;

    /* Its run. */
    struct input input;
    struct source stdin_pipe;
    struct source output[2];
    bool terminal; /* output[0] is its master; stdin_pipe and output[1] are not in use */
    uint64_t output_limit;
    uint64_t cpu_limit_ns, cpu_before_ns, cpu_seen_ns, cpu_seen_at_ns, cpu_moved_at_ns;
    uint64_t wall_deadline_ns;
    unsigned weight;             /* as the worker said last */
    bool heavier;                /* by one: see turn.c */
    uint64_t turn_ns;            /* its next look after its turn */
    unsigned oom_questions;      /* how often still to ask whether the kernel has killed for memory */
    unsigned denials_taken_back; /* by a signal, before we could read which call it was */
    struct ending ending;

    struct put_file put;
    struct collect collect;
};

void cell_accept(struct daemon *daemon, int connection);
/* Ends the cell for a fault of ours or the worker's; it is told, and the connection closes. */
void cell_fail(struct cell *cell, const struct fault *fault);
void cell_lose(struct cell *cell); /* the connection is gone */
void cell_settle(struct cell *cell);

/* Frames that have come, as far as the cell can take them now (conversation.c). */
void cell_converse(struct cell *cell);
bool cell_can_converse(const struct cell *cell);
void connection_ready(void *owner, uint32_t events);

/* Making it (prepare.c). */
int cell_prepare(struct cell *cell, struct fault *fault);
/* A pipe of which the daemon keeps the end `ours` (0 to read, 1 to write), non-blocking: returned, or -1. */
int open_pipe(unsigned ours, int *theirs, struct fault *fault);
void cell_birth_close(struct cell *cell); /* the daemon's copies of what is only the program's */
bool control_read(struct cell *cell);     /* one note; false when there is none */
void cells_serve(struct keeper *keeper);  /* births that waited for it */
void cells_fail(struct keeper *keeper, const struct fault *fault); /* those that are not yet born */
void cell_note_keeper(struct daemon *daemon, const struct note *note);

/* A runtime that waits for its program (warm.c). */
int cell_warm(struct cell *cell, struct exec *exec, struct fault *fault);
void cell_warm_look(struct cell *cell); /* whether it takes too long */
int cell_hand_over(struct cell *cell, const struct exec *exec, struct fault *fault);

/* Whose turn it is on a processor (turn.c): the kernel asks that at each tick, 4 ms apart where it ticks 250 times a second, so that a
 * program of a few milliseconds may lose as much again to one that weighs less. Has the kernel ask at once, by a change of
 * the weight, while one of less weight runs; afterwards the program weighs what it did. Returns when to call it again, UINT64_MAX for never. */
uint64_t cell_turn(struct cell *cell, uint64_t now);

/* What goes in and out (stream.c). */
int stream_open(struct cell *cell, int input, int output, int error); /* takes all three over, also when one is -1 */
int stream_open_terminal(struct cell *cell, const struct exec *exec, int *slave, struct fault *fault);
int cell_input(struct cell *cell, const uint8_t *bytes, size_t count, struct fault *fault);
void cell_input_end(struct cell *cell);
void cell_input_drop(struct cell *cell); /* nobody will read it */
/* Forwards what the dead have written, as far as there is room, and closes what is empty; whether that is all. Not up to the
 * end of the file, for which nobody could vouch: one of the dead may have sent the other end of its pipe in a message
 * that waits in a socket sent along with it, where the kernel finds it when it next looks (unix_gc in net/unix/garbage.c). */
bool stream_drain(struct cell *cell);
void stream_settle(struct cell *cell);

/* Letting it go, its limits, and its end (watch.c). */
int cell_execute(struct cell *cell, struct exec *exec, struct fault *fault);
int timer_open(struct cell *cell, struct fault *fault);
int watch_open(struct cell *cell, int listener, struct fault *fault); /* sources of what may end it; takes `listener` */
/* The first cause counts. `moment_ns`: when the limit was passed, 0 where there is none. Kills. */
void cell_end(struct cell *cell, enum exit_cause cause, uint64_t value, uint64_t moment_ns);
void cell_kill(struct cell *cell);
void disk_sample(struct cell *cell); /* how much of its disk is in use */
/* Whether the program and all that it started are dead. Init may still be on its way out: it is ours, in no group, and
 * does nothing but end. */
bool cell_guest_is_dead(const struct cell *cell);
bool cell_is_dead(const struct cell *cell); /* init too */
/* For a cell that is not dead. Where all are of whom we have heard, one of whom we have not is still on its way out: kills
 * again, and has the timer look again soon, for nothing else will tell when it is gone. */
void cell_press_stragglers(struct cell *cell);
void cell_wake(struct cell *cell, uint64_t at_ns); /* its timer */
void cells_reap(struct daemon *daemon);            /* on SIGCHLD */

#endif
