/*
 * cgroup.h: the ceilings of a cell and its counters, on cgroup v1 and v2 behind one interface.
 *
 * Which version holds is found out at start: v2 when the memory and pids controllers are in the
 * unified hierarchy, else v1 (with an empty v2 tree beside it used for cgroup.kill where there is one).
 * Groups that hold memory or pids are made ahead, used once and removed: their counters cannot be
 * cleaned (measured: a next cell's peak read 61 MB after 58 MB of file cache). Sources: cgroups(7),
 * Documentation/admin-guide/cgroup-v1/, cgroup-v2.rst.
 */
#ifndef FREEHOLD_CGROUP_H
#define FREEHOLD_CGROUP_H

#include <stdbool.h>
#include <stdint.h>

#include "fault.h"

enum { GROUP_JOIN_MAX = 8 };

/* The daemon's own subtree, `freehold-<slot>`, in each hierarchy in use. */
struct cgroups;

/* Finds the version, removes what an earlier daemon left in the slot (killing it), makes the subtree. NULL on a fault.
 */
struct cgroups *cgroups_open(unsigned slot, struct fault *fault);
int cgroups_version(const struct cgroups *groups); /* 1 or 2 */
/* Removes what a killed daemon left in a slot that is not ours, and whose lock the caller holds. Best effort: who takes that
 * slot next tries again, and says what fails. */
void cgroups_clear_slot(unsigned slot);
void cgroups_close(struct cgroups *groups); /* kills and removes everything in the subtree, then the subtree */

/* A group "runtime files" in which keepers read a runtime's hot files, so that no tenant is charged for them.
 * Writes "0" there: the calling process joins. */
int cgroups_join_runtime_files(const struct cgroups *groups, struct fault *fault);

struct ceilings {
    uint64_t memory_bytes; /* no swap besides: memsw = memory on v1, memory.swap.max = 0 on v2 */
    uint32_t processes;
};

/* One cell's groups. */
struct group;

/* Made with the limits set before anything is in it. NULL on a fault. */
struct group *group_make(struct cgroups *groups, const struct ceilings *ceilings, struct fault *fault);

/* How a process gets into the groups. A write to cgroup.procs makes the kernel wait for all of its processors, for
 * milliseconds while they compute, and hold cgroup_mutex meanwhile, for which every other change of groups waits
 * (cgroup_procs_write_start in kernel/cgroup/cgroup.c). A birth into the group takes that mutex only, and so does a
 * thread that moves only itself, where the kernel knows that this is enough; older ones wait there, too. */
struct group_joins {
    int into;                  /* directory to be born into with CLONE_INTO_CGROUP; -1 where there is no v2 tree */
    int tasks[GROUP_JOIN_MAX]; /* v1's files to write "0" to, by a process of one thread */
    unsigned tasks_count;
};

/* Stays owner of the descriptors. */
struct group_joins group_joins(const struct group *group);

/* Its claim on processors, as cpu.weight in cgroup-v2.rst: 1 to 10,000, 100 for a group just made. On v1 the same as
 * cpu.shares, of which 1024 are usual. 0 also where we have no cpu controller. */
int group_weigh(const struct group *group, unsigned weight, struct fault *fault);

/* CPU of everything that ever ran in the group, in ns, from kept-open cpuacct.usage or cpu.stat. One pread. */
int group_cpu_ns(const struct group *group, uint64_t *cpu_ns, struct fault *fault);

/* A descriptor that becomes readable (poll for EPOLLIN on v1's eventfd, EPOLLPRI on v2's memory.events) when the kernel
 * had to kill for memory; `events` receives which of them to poll for. */
int group_oom_fd(const struct group *group, uint32_t *events);
/* Clears the notification and tells how many processes were killed since group_make. v1 notifies some microseconds
 * before it kills: 0 after a notification means that one may still come, so ask again soon. */
int group_oom_kills(struct group *group, uint32_t *kills, struct fault *fault);

/* Whether the group has reached its own limit of memory: for where it was killed in, for the kernel counts those kills too that it
 * makes for want of memory of the host, or of a group above. */
int group_memory_is_spent(const struct group *group, bool *spent, struct fault *fault);

struct counters {
    uint64_t cpu_ns;
    uint64_t memory_peak_bytes;
    bool memory_peak_sampled; /* v2 before Linux 5.19: only the greatest value met by group_read; "at least" */
    uint64_t memory_now_bytes;
    uint32_t processes_peak;    /* 0 where the kernel does not count it */
    uint32_t processes_refused; /* pids.events max */
    uint32_t oom_kills;
};
int group_read(const struct group *group, struct counters *counters, struct fault *fault);

/* Sends SIGKILL to everything in the group: cgroup.kill where any v2 tree is mounted, else freeze, kill each, thaw. */
int group_kill(struct group *group, struct fault *fault);
/* Whether no process is left in it. */
bool group_empty(const struct group *group);
/* Removes the groups; false when the kernel still holds them (EBUSY): call again later. Frees it on true. */
bool group_drop(struct group *group);

#endif
