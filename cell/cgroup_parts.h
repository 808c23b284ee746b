/*
 * cgroup_parts.h: what cgroup.c shares with cgroup_v1.c and cgroup_v2.c, and with nobody else.
 *
 * On both versions a cell's group is one directory in each hierarchy in use and a set of counters kept open. The
 * versions differ in where the hierarchies are, which limits are written, and which file says what.
 */
#ifndef FREEHOLD_CGROUP_PARTS_H
#define FREEHOLD_CGROUP_PARTS_H

#include <limits.h>

#include "cgroup.h"

enum { HIERARCHIES_MAX = GROUP_JOIN_MAX, LANES_MAX = 4096, NAME_BYTES = 32 };

enum controller {
    CONTROLS_MEMORY = 1 << 0,
    CONTROLS_PIDS = 1 << 1,
    CONTROLS_CPUACCT = 1 << 2,
    CONTROLS_CPU = 1 << 3,
    CONTROLS_CPUSET = 1 << 4,
    CONTROLS_FREEZER = 1 << 5,
    CONTROLS_UNIFIED = 1 << 6, /* a v2 tree, with or without controllers */
};

struct hierarchy {
    unsigned controls;   /* bits of enum controller */
    bool lent;           /* its groups, lane-<n>, are lent again; else cell-<n>, used once */
    int mount;           /* directory at the mount point */
    int parent;          /* directory of the group in which our subtree stands */
    int subtree;         /* freehold-<slot> */
    char path[PATH_MAX]; /* of the parent */
};

enum counter_file {
    COUNTER_CPU,
    COUNTER_MEMORY_PEAK, /* -1 on v2 before Linux 5.19 */
    COUNTER_MEMORY_NOW,
    COUNTER_PIDS_PEAK,   /* -1 where the kernel does not count it */
    COUNTER_PIDS_EVENTS, /* the same */
    COUNTER_OOM,         /* the file with the line oom_kill */
    COUNTER_OOM_EVENT,   /* v1's eventfd; v2 uses COUNTER_OOM itself */
    COUNTER_POPULATED,   /* cgroup.events of the v2 leaf */
    COUNTER_KILL,        /* cgroup.kill of the v2 leaf */
    COUNTERS,
};

/* v1: a group in each lent hierarchy, and what stays open of it. -1 until it is opened. */
struct lane {
    int joins[HIERARCHIES_MAX];
    int files[COUNTERS];
    uint16_t weight; /* what was written to cpu.shares; 0 is as made */
};

struct cgroups {
    int version;
    unsigned slot;
    unsigned made; /* groups so far: the number of the next */
    unsigned count;
    struct hierarchy hierarchies[HIERARCHIES_MAX];
    unsigned lanes_count, idle_count;
    unsigned idle[LANES_MAX]; /* lanes that nobody uses */
    struct lane lanes[LANES_MAX];
    bool freezes;  /* v1: killing needs the freezer; else no process joins its hierarchy */
    bool recorded; /* the slot's record tells of our subtrees, and what it told of before is gone */
    bool moved;    /* v2: processes of the parent sit in its leaf freehold-<slot>-daemon */
};

struct group {
    struct cgroups *groups;
    unsigned number, lane;
    unsigned standing;          /* bit i: its directory in hierarchies[i] is made and not yet removed */
    bool killed;                /* by group_kill */
    int joins[HIERARCHIES_MAX]; /* by which a process gets into it: see struct group_joins */
    int files[COUNTERS];
    uint64_t cpu_base_ns; /* of the lane, when it was lent to this group */
    uint32_t oom_base;
    uint64_t *memory_peak_seen; /* greatest value met, for kernels without memory.peak; NULL where there is one */
};

extern const char *const CONTROLLER_NAMES[]; /* by bit */

/* Finds the hierarchy of a controller ("" for v2) and opens mount point and parent. 1, 0 when there is none, -1 on a
 * fault. */
int hierarchy_find(struct hierarchy *hierarchy, const char *controller, struct fault *fault);
/* Makes the subtree, after clearing what an earlier daemon left of it. */
int hierarchy_enter(struct hierarchy *hierarchy, unsigned slot, struct fault *fault);
/* Kills and removes the subtree, if it was made. False where somebody in it would not die. */
bool hierarchy_clear(const struct hierarchy *hierarchy, unsigned slot);
void hierarchy_close(struct hierarchy *hierarchy);

/* The group's directory in a hierarchy, relative to its subtree. */
void group_name(const struct group *group, const struct hierarchy *hierarchy, char name[NAME_BYTES]);
/* Writes to a file of the group in the hierarchy that has the controller. -1 with ENOENT in the fault when there is no
 * such file. */
int group_write(const struct group *group, unsigned controller, const char *file, const char *value,
                struct fault *fault);
/* Opens a file of the group there; -1 without a fault when it does not exist. */
int group_file(const struct group *group, unsigned controller, const char *file, int flags);
/* The same for one that stays open as long as the group, or its lane: group->files[counter]. */
int group_keep(struct group *group, enum counter_file counter, unsigned controller, const char *file, int flags);

/* The versions. `find` fills groups->hierarchies: 1, 0 when the host does not offer this version, -1 on a fault. */
int v1_find(struct cgroups *groups, struct fault *fault);
int v1_settle(struct cgroups *groups, struct fault *fault); /* once the subtrees are made */
int v1_limit(const struct group *group, const struct ceilings *ceilings, struct fault *fault);
int v1_open(struct group *group, struct fault *fault);
int v1_weigh(const struct group *group, unsigned weight, struct fault *fault);
int v1_inherit_cpus(const struct hierarchy *hierarchy, int from, const char *to, struct fault *fault);

int v2_find(struct cgroups *groups, struct fault *fault);
int v2_place(struct cgroups *groups,
             struct fault *fault);          /* settles on a parent that gives controllers, before the subtree is made */
int v2_enable(int at, struct fault *fault); /* gives controllers to the groups below */
int v2_limit(const struct group *group, const struct ceilings *ceilings, struct fault *fault);
int v2_weigh(const struct group *group, unsigned weight, struct fault *fault);
int v2_open(struct group *group, struct fault *fault);
void v2_leave(struct cgroups *groups);

#endif
