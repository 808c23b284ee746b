/*
 * builder.h: the process that makes one cell: straight-line code of about a millisecond, forked from the keeper of the
 * root. It makes the walls, then pid 1 and pid 2 in them, and is gone. Where it fails, it and its children end, and
 * nothing is left.
 */
#ifndef FREEHOLD_BUILDER_H
#define FREEHOLD_BUILDER_H

#include "birth.h"
#include "cgroup.h"
#include "config.h"
#include "syscalls.h"

/* What a keeper lends to each birth. */
struct nursery {
    const struct root_config *root;
    const struct syscall_programs *programs;
    int proc; /* the host's /proc, as O_PATH */
};

_Noreturn void builder_main(const struct birth *birth, const struct nursery *nursery);

/* Pid 1: holds the cell's pid namespace until the daemon lets go, and does nothing else. */
_Noreturn void init_main(const struct birth *birth, const struct nursery *nursery);

/* Pid 2: gives up all it has, waits to be told what to execute, and becomes that. `builder` is a socket to it. */
_Noreturn void program_main(const struct birth *birth, const struct nursery *nursery, const struct group_joins *joins,
                            int builder);

#endif
