/*
 * birth.h: what daemon, keeper, builder and program say to each other while a cell is made. All four are the same
 * binary and none has met tenant code: the control socket is closed by the exec that brings it.
 *
 *   daemon ── struct birth + descriptors ──▶ keeper          one for each cell
 *   daemon ◀────── NOTE_BUILDER, pid ─────── keeper
 *   daemon ── groups ──────────────────────▶ builder         on the cell's control socket, as is all below
 *   daemon ◀────── NOTE_BORN, two pids ───── builder
 *   daemon ◀────── NOTE_READY, listener ──── program         it waits
 *   daemon ── struct launch, terminal ─────▶ program
 *   daemon ◀────── NOTE_NO_EXEC, errno ───── program         or end of file: exec has closed the socket
 *
 * A step that fails is told by NOTE_FAULT from wherever it failed, and that process ends.
 */
#ifndef FREEHOLD_BIRTH_H
#define FREEHOLD_BIRTH_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "fault.h"
#include "frame.h"

/* The descriptors of a birth, in the order in which they are passed. The joins come later, over the first. */
enum birth_fd {
    BIRTH_CONTROL,  /* the program's end, SOCK_SEQPACKET */
    BIRTH_LIFELINE, /* end of file when the daemon lets the cell go, or dies */
    BIRTH_DISK,     /* the cell's tmpfs, not yet mounted anywhere */
    BIRTH_STDIN,
    BIRTH_STDOUT,
    BIRTH_STDERR,
    BIRTH_NETWORK, /* only when one is lent; else the builder makes one and passes it back */
    BIRTH_FDS_MAX,
};

struct birth {
    uint64_t cell;
    uid_t uid; /* the program's, outside; its init has uid + 1 */
    enum filter_class filter_class;
    uint32_t open_files;
    uint64_t file_bytes;
    bool network_lent;
    bool repeatable;
    int fds[BIRTH_FDS_MAX]; /* numbers of the receiving process */
};

/* The groups: a message of two bytes, how many of v1's files there are to join and how many directories of a v2 tree (one, or
 * none), with these in this order. Made while the builder is at work. */
enum { GROUPS_BYTES = 2 };

enum note_kind { NOTE_ROOT_READY = 1, NOTE_BUILDER, NOTE_BORN, NOTE_READY, NOTE_NO_EXEC, NOTE_FAULT };

struct note {
    enum note_kind kind;
    uint64_t cell;  /* on the keeper's socket */
    pid_t init;     /* NOTE_BORN */
    pid_t program;  /* NOTE_BORN; the builder's in NOTE_BUILDER */
    bool listens;   /* NOTE_READY: the listener comes with it */
    int error;      /* NOTE_NO_EXEC, NOTE_FAULT */
    char step[48];  /* NOTE_FAULT */
    char text[160]; /* NOTE_FAULT */
};

/* Tells a fault over `socket`; there is nobody else to tell it to. */
void note_fault(int socket, uint64_t cell, const struct fault *fault);

#endif
