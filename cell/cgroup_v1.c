#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "cgroup_parts.h"
#include "cgroup_text.h"
#include "cgroup_tree.h"
#include "frame.h"

int v1_find(struct cgroups *groups, struct fault *fault)
{
    unsigned have = 0;
    for (unsigned i = 0; CONTROLLER_NAMES[i] != NULL && groups->count < HIERARCHIES_MAX; i++) {
        if (have & 1U << i)
            continue; /* mounted together with one that came before, as cpu,cpuacct are */
        if (1U << i == CONTROLS_CPUSET)
            continue; /* of its own: what holds for the daemon holds for what it starts */
        struct hierarchy *hierarchy = &groups->hierarchies[groups->count];
        int found = hierarchy_find(hierarchy, CONTROLLER_NAMES[i], fault);
        if (found < 0)
            return -1;
        if (found == 0)
            continue;
        hierarchy->lent = !(hierarchy->controls & (CONTROLS_MEMORY | CONTROLS_PIDS));
        have |= hierarchy->controls;
        groups->count++;
    }
    if (groups->count < HIERARCHIES_MAX) {
        int found = hierarchy_find(&groups->hierarchies[groups->count], "", fault);
        if (found < 0)
            return -1;
        if (found == 1 && faccessat(groups->hierarchies[groups->count].mount, "cgroup.controllers", F_OK, 0) == 0) {
            have |= CONTROLS_UNIFIED;
            groups->hierarchies[groups->count].lent = true; /* it counts nothing */
            groups->count++;
        }
    }
    unsigned needed = CONTROLS_MEMORY | CONTROLS_PIDS | CONTROLS_CPUACCT;
    if ((have & needed) != needed || !(have & (CONTROLS_FREEZER | CONTROLS_UNIFIED)))
        return fault_say(
            fault, "cgroup: find the controllers", ENOENT,
            "need memory and pids in the unified hierarchy, or memory, pids, cpuacct and freezer mounted as v1");
    return 1;
}

int v1_settle(struct cgroups *groups, struct fault *fault)
{
    groups->freezes = true;
    for (unsigned i = 0; i < groups->count; i++) {
        const struct hierarchy *hierarchy = &groups->hierarchies[i];
        /* handed on to each group that is made below */
        if (hierarchy->controls & CONTROLS_MEMORY &&
            tree_write(hierarchy->subtree, "memory.swappiness", "0", fault) < 0)
            return -1;
        if (hierarchy->controls & CONTROLS_UNIFIED && faccessat(hierarchy->subtree, "cgroup.kill", W_OK, 0) == 0)
            groups->freezes = false;
    }
    return 0;
}

int v1_inherit_cpus(const struct hierarchy *hierarchy, int from, const char *to, struct fault *fault)
{
    static const char *const FILES[] = {"cpuset.cpus", "cpuset.mems"};
    for (size_t i = 0; i < sizeof FILES / sizeof *FILES; i++) {
        char value[TREE_TEXT_MAX], file[NAME_BYTES + 16];
        if (tree_read_file(from, FILES[i], value, sizeof value) < 0)
            return fault_say(fault, "cgroup: read cpuset", errno, "%s", FILES[i]);
        snprintf(file, sizeof file, "%s%s%s", to, *to == '\0' ? "" : "/", FILES[i]);
        if (tree_write(hierarchy->subtree, file, value, fault) < 0)
            return -1;
    }
    return 0;
}

int v1_limit(const struct group *group, const struct ceilings *ceilings, struct fault *fault)
{
    char memory[24], processes[16];
    snprintf(memory, sizeof memory, "%" PRIu64, ceilings->memory_bytes);
    snprintf(processes, sizeof processes, "%" PRIu32, ceilings->processes);
    if (group_write(group, CONTROLS_MEMORY, "memory.limit_in_bytes", memory, fault) < 0)
        return -1;
    /* absent where swap is not accounted; then swappiness alone keeps the cell out of it */
    if (group_write(group, CONTROLS_MEMORY, "memory.memsw.limit_in_bytes", memory, fault) < 0 && fault->error != ENOENT)
        return -1;
    return group_write(group, CONTROLS_PIDS, "pids.max", processes, fault);
}

int v1_weigh(const struct group *group, unsigned weight, struct fault *fault)
{
    enum { SHARES_USUAL = 1024, SHARES_LEAST = 2 }; /* MIN_SHARES in kernel/sched/sched.h */
    unsigned shares = weight * SHARES_USUAL / WEIGHT_USUAL;
    char value[16];

    snprintf(value, sizeof value, "%u", shares < SHARES_LEAST ? SHARES_LEAST : shares);
    if (group_write(group, CONTROLS_CPU, "cpu.shares", value, fault) < 0)
        return fault->error == ENOENT ? 0 : -1;
    group->groups->lanes[group->lane].weight = (uint16_t)weight;
    return 0;
}

/* Asks for an event on the eventfd when the group runs out of memory (cgroup-v1/memory.rst, section 10). */
static int watch_oom(struct group *group, struct fault *fault)
{
    int event = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (event < 0)
        return fault_set(fault, "cgroup: eventfd", errno);
    group->files[COUNTER_OOM_EVENT] = event;
    char request[32];
    snprintf(request, sizeof request, "%d %d", event, group->files[COUNTER_OOM]);
    return group_write(group, CONTROLS_MEMORY, "cgroup.event_control", request, fault);
}

int v1_open(struct group *group, struct fault *fault)
{
    static const struct {
        enum counter_file counter;
        enum controller controller;
        const char *file;
        bool optional;
    } FILES[] = {
        {COUNTER_CPU, CONTROLS_CPUACCT, "cpuacct.usage", false},
        {COUNTER_MEMORY_PEAK, CONTROLS_MEMORY, "memory.max_usage_in_bytes", false},
        {COUNTER_MEMORY_NOW, CONTROLS_MEMORY, "memory.usage_in_bytes", false},
        {COUNTER_OOM, CONTROLS_MEMORY, "memory.oom_control", false},
        {COUNTER_PIDS_PEAK, CONTROLS_PIDS, "pids.peak", true},
        {COUNTER_PIDS_EVENTS, CONTROLS_PIDS, "pids.events", true},
    };
    for (size_t i = 0; i < sizeof FILES / sizeof *FILES; i++) {
        if (group_keep(group, FILES[i].counter, FILES[i].controller, FILES[i].file, O_RDONLY) < 0 &&
            !(FILES[i].optional && errno == ENOENT))
            return fault_say(fault, "cgroup: open counter", errno, "%s", FILES[i].file);
    }
    return watch_oom(group, fault);
}
