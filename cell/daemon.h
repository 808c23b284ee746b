/*
 * daemon.h: the state of the one thread.
 */
#ifndef FREEHOLD_DAEMON_H
#define FREEHOLD_DAEMON_H

#include <stdbool.h>
#include <stdint.h>

#include "cgroup.h"
#include "config.h"
#include "loan.h"
#include "loop.h"
#include "spec.h"
#include "syscalls.h"

struct cell;
struct keeper;

struct daemon {
    struct config config;
    int config_directory;
    int proc; /* /proc as O_PATH */
    unsigned processors;
    struct cgroups *groups;
    struct syscall_programs programs;

    int sweeper; /* the socket of what closes disks */
    struct keeper *keepers;
    struct cell *cells;
    unsigned cells_count;
    uint64_t cells_ever;
    uint64_t turns_taken_ns; /* until then all looks after turns are given away (turn.c) */
    struct uid_ring uids;
    struct network_shelf networks;
    struct exec *exec; /* the one being decoded; not inherited by keepers */

    struct source listener;
    struct source signals;
    struct source lifeline;
    bool stopping;
};

#endif
