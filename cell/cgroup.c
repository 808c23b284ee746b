#include "cgroup.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cgroup_parts.h"
#include "cgroup_record.h"
#include "cgroup_text.h"
#include "cgroup_tree.h"
#include "frame.h"

static int enter_all(struct cgroups *groups, struct fault *fault)
{
    const char *paths[HIERARCHIES_MAX + 1] = {NULL};
    for (unsigned i = 0; i < groups->count; i++)
        paths[i] = groups->hierarchies[i].path;
    if (record_write(groups->slot, paths, fault) < 0)
        return -1;
    groups->recorded = true;
    for (unsigned i = 0; i < groups->count; i++)
        if (hierarchy_enter(&groups->hierarchies[i], groups->slot, fault) < 0)
            return -1;
    return groups->version == 2 ? v2_enable(groups->hierarchies[0].subtree, fault) : v1_settle(groups, fault);
}

static int start(struct cgroups *groups, struct fault *fault)
{
    if (record_clear(groups->slot, fault) < 0)
        return -1;
    int found = v2_find(groups, fault);
    if (found > 0) {
        groups->version = 2;
        return v2_place(groups, fault) < 0 ? -1 : enter_all(groups, fault);
    }
    groups->version = 1;
    return found < 0 || v1_find(groups, fault) < 0 ? -1 : enter_all(groups, fault);
}

struct cgroups *cgroups_open(unsigned slot, struct fault *fault)
{
    struct cgroups *groups = calloc(1, sizeof *groups);
    if (groups == NULL) {
        fault_set(fault, "cgroup: memory", ENOMEM);
        return NULL;
    }
    groups->slot = slot;
    for (unsigned i = 0; i < HIERARCHIES_MAX; i++)
        groups->hierarchies[i] = (struct hierarchy){.mount = -1, .parent = -1, .subtree = -1};
    if (start(groups, fault) == 0)
        return groups;
    cgroups_close(groups);
    return NULL;
}

int cgroups_version(const struct cgroups *groups)
{
    return groups->version;
}

void cgroups_clear_slot(unsigned slot)
{
    struct fault unread;

    if (record_clear(slot, &unread) == 0)
        record_remove(slot);
}

static unsigned open_lane(struct cgroups *groups)
{
    struct lane *lane = &groups->lanes[groups->lanes_count];
    for (unsigned i = 0; i < HIERARCHIES_MAX; i++)
        lane->joins[i] = -1;
    for (unsigned i = 0; i < COUNTERS; i++)
        lane->files[i] = -1;
    return groups->lanes_count++;
}

static void close_lane(struct lane *lane)
{
    for (unsigned i = 0; i < HIERARCHIES_MAX; i++)
        if (lane->joins[i] >= 0)
            close(lane->joins[i]);
    for (unsigned i = 0; i < COUNTERS; i++)
        if (lane->files[i] >= 0)
            close(lane->files[i]);
}

void cgroups_close(struct cgroups *groups)
{
    for (unsigned i = 0; i < groups->lanes_count; i++)
        close_lane(&groups->lanes[i]);
    bool cleared = true;
    for (unsigned i = groups->count; i-- > 0;) /* the v2 tree, which kills best, is the last */
        cleared = hierarchy_clear(&groups->hierarchies[i], groups->slot) && cleared;
    if (groups->version == 2)
        v2_leave(groups);
    for (unsigned i = 0; i < HIERARCHIES_MAX; i++)
        hierarchy_close(&groups->hierarchies[i]);
    /* Else who takes the slot next, and with it the slot's uids, must know of those who are left. */
    if (groups->recorded && cleared)
        record_remove(groups->slot);
    free(groups);
}

int cgroups_join_runtime_files(const struct cgroups *groups, struct fault *fault)
{
    for (unsigned i = 0; i < groups->count; i++) {
        const struct hierarchy *hierarchy = &groups->hierarchies[i];
        if (!(hierarchy->controls & CONTROLS_MEMORY))
            continue;
        if (mkdirat(hierarchy->subtree, "runtime-files", 0755) < 0 && errno != EEXIST)
            return fault_set(fault, "cgroup: make runtime-files", errno);
        const char *list = groups->version == 2 ? "runtime-files/cgroup.procs" : "runtime-files/tasks";
        return tree_write(hierarchy->subtree, list, "0", fault);
    }
    return fault_set(fault, "cgroup: runtime-files", ENOENT);
}

void group_name(const struct group *group, const struct hierarchy *hierarchy, char name[NAME_BYTES])
{
    if (hierarchy->lent)
        snprintf(name, NAME_BYTES, "lane-%u", group->lane);
    else
        snprintf(name, NAME_BYTES, "cell-%u", group->number);
}

static const struct hierarchy *hierarchy_of(const struct group *group, unsigned controller)
{
    for (unsigned i = 0; i < group->groups->count; i++)
        if (group->groups->hierarchies[i].controls & controller)
            return &group->groups->hierarchies[i];
    return NULL;
}

static struct lane *lane_of(const struct group *group)
{
    return &group->groups->lanes[group->lane];
}

static int file_in(const struct group *group, const struct hierarchy *hierarchy, const char *file, int flags)
{
    char name[NAME_BYTES], path[NAME_BYTES + 48];
    group_name(group, hierarchy, name);
    snprintf(path, sizeof path, "%s/%s", name, file);
    return tree_file(hierarchy->subtree, path, flags);
}

int group_file(const struct group *group, unsigned controller, const char *file, int flags)
{
    const struct hierarchy *hierarchy = hierarchy_of(group, controller);
    if (hierarchy == NULL) {
        errno = ENOENT;
        return -1;
    }
    return file_in(group, hierarchy, file, flags);
}

int group_keep(struct group *group, enum counter_file counter, unsigned controller, const char *file, int flags)
{
    const struct hierarchy *hierarchy = hierarchy_of(group, controller);
    struct lane *lane = hierarchy != NULL && hierarchy->lent ? lane_of(group) : NULL;
    group->files[counter] =
        lane != NULL && lane->files[counter] >= 0 ? lane->files[counter] : group_file(group, controller, file, flags);
    if (lane != NULL)
        lane->files[counter] = group->files[counter];
    return group->files[counter];
}

int group_write(const struct group *group, unsigned controller, const char *file, const char *value,
                struct fault *fault)
{
    char name[NAME_BYTES], path[NAME_BYTES + 48];
    const struct hierarchy *hierarchy = hierarchy_of(group, controller);
    if (hierarchy == NULL)
        return fault_say(fault, "cgroup: no hierarchy", ENOENT, "%s", file);
    group_name(group, hierarchy, name);
    snprintf(path, sizeof path, "%s/%s", name, file);
    return tree_write(hierarchy->subtree, path, value, fault);
}

static int make_directory(struct group *group, unsigned index, struct fault *fault)
{
    const struct hierarchy *hierarchy = &group->groups->hierarchies[index];
    struct lane *lane = hierarchy->lent ? lane_of(group) : NULL;
    char name[NAME_BYTES];
    if (lane != NULL && lane->joins[index] >= 0) {
        group->standing |= 1U << index;
        group->joins[index] = lane->joins[index];
        return 0;
    }
    group_name(group, hierarchy, name);
    if (mkdirat(hierarchy->subtree, name, 0755) == 0) {
        group->standing |= 1U << index;
        if (hierarchy->controls & CONTROLS_CPUSET && v1_inherit_cpus(hierarchy, hierarchy->subtree, name, fault) < 0)
            return -1;
    } else if (errno != EEXIST || !hierarchy->lent) {
        return fault_say(fault, "cgroup: make a cell's group", errno, "%s", name);
    }
    group->standing |= 1U << index;
    group->joins[index] = hierarchy->controls & CONTROLS_UNIFIED ? tree_open(hierarchy->subtree, name)
                                                                 : file_in(group, hierarchy, "tasks", O_WRONLY);
    if (group->joins[index] < 0)
        return fault_say(fault, "cgroup: open a cell's group", errno, "%s", name);
    if (lane != NULL)
        lane->joins[index] = group->joins[index];
    return 0;
}

/* Of the v2 tree, on either version: what kills at once, and what says that all are gone. */
static int open_unified(struct group *group, struct fault *fault)
{
    if (hierarchy_of(group, CONTROLS_UNIFIED) == NULL)
        return 0;
    if (group_keep(group, COUNTER_POPULATED, CONTROLS_UNIFIED, "cgroup.events", O_RDONLY) < 0)
        return fault_set(fault, "cgroup: open cgroup.events", errno);
    if (group_keep(group, COUNTER_KILL, CONTROLS_UNIFIED, "cgroup.kill", O_WRONLY) < 0 && !group->groups->freezes)
        return fault_set(fault, "cgroup: open cgroup.kill", errno);
    return 0;
}

static bool joins(const struct cgroups *groups, const struct hierarchy *hierarchy)
{
    return hierarchy->controls != CONTROLS_FREEZER || groups->freezes;
}

static int furnish(struct group *group, const struct ceilings *ceilings, struct fault *fault)
{
    for (unsigned i = 0; i < group->groups->count; i++)
        if (joins(group->groups, &group->groups->hierarchies[i]) && make_directory(group, i, fault) < 0)
            return -1;
    bool second = group->groups->version == 2;
    unsigned weight = lane_of(group)->weight;
    if (weight != 0 && weight != WEIGHT_USUAL && group_weigh(group, WEIGHT_USUAL, fault) < 0)
        return -1; /* of the one who had the lane before */
    if ((second ? v2_limit(group, ceilings, fault) : v1_limit(group, ceilings, fault)) < 0)
        return -1;
    if ((second ? v2_open(group, fault) : v1_open(group, fault)) < 0 || open_unified(group, fault) < 0)
        return -1;
    if (group->files[COUNTER_MEMORY_PEAK] < 0 && (group->memory_peak_seen = calloc(1, sizeof(uint64_t))) == NULL)
        return fault_set(fault, "cgroup: memory", ENOMEM);
    if (group_cpu_ns(group, &group->cpu_base_ns, fault) < 0)
        return -1;
    return group_oom_kills(group, &group->oom_base, fault);
}

static bool take_lane(struct group *group)
{
    struct cgroups *groups = group->groups;
    if (groups->idle_count > 0)
        group->lane = groups->idle[--groups->idle_count];
    else if (groups->lanes_count < LANES_MAX)
        group->lane = open_lane(groups);
    else
        return false;
    return true;
}

/* Whether the group's directory in a hierarchy ends with it. A leaf of the v2 tree that was killed once is of no use any more:
 * who is born into it with CLONE_INTO_CGROUP is killed, for the kernel compares how often with the group of the parent
 * (cgroup_css_set_fork in kernel/cgroup/cgroup.c, seen on Linux 6.18). */
static bool is_spent(const struct group *group, const struct hierarchy *hierarchy)
{
    return !hierarchy->lent || (hierarchy->controls & CONTROLS_UNIFIED && group->killed);
}

static bool remove_directories(struct group *group)
{
    struct cgroups *groups = group->groups;
    struct lane *lane = lane_of(group);
    for (unsigned i = 0; i < groups->count; i++) {
        const struct hierarchy *hierarchy = &groups->hierarchies[i];
        char name[NAME_BYTES];
        group_name(group, hierarchy, name);
        if (!is_spent(group, hierarchy) || !(group->standing & 1U << i))
            continue;
        if (unlinkat(hierarchy->subtree, name, AT_REMOVEDIR) < 0 && errno != ENOENT)
            return false;
        group->standing &= ~(1U << i);
        lane->joins[i] = -1;
        if (hierarchy->lent)
            lane->files[COUNTER_POPULATED] = lane->files[COUNTER_KILL] = -1;
    }
    return true;
}

static void dispose(struct group *group)
{
    struct cgroups *groups = group->groups;
    const struct lane *lane = lane_of(group);
    groups->idle[groups->idle_count++] = group->lane;
    for (unsigned i = 0; i < HIERARCHIES_MAX; i++)
        if (group->joins[i] >= 0 && group->joins[i] != lane->joins[i])
            close(group->joins[i]);
    for (unsigned i = 0; i < COUNTERS; i++)
        if (group->files[i] >= 0 && group->files[i] != lane->files[i])
            close(group->files[i]);
    free(group->memory_peak_seen);
    free(group);
}

struct group *group_make(struct cgroups *groups, const struct ceilings *ceilings, struct fault *fault)
{
    struct group *group = calloc(1, sizeof *group);
    if (group == NULL) {
        fault_set(fault, "cgroup: memory", ENOMEM);
        return NULL;
    }
    group->groups = groups;
    group->number = groups->made++;
    for (unsigned i = 0; i < HIERARCHIES_MAX; i++)
        group->joins[i] = -1;
    for (unsigned i = 0; i < COUNTERS; i++)
        group->files[i] = -1;
    if (!take_lane(group)) {
        fault_set(fault, "cgroup: more cells than lanes", EMFILE);
        free(group);
        return NULL;
    }
    if (furnish(group, ceilings, fault) == 0)
        return group;
    /* Nothing ever joined, so that nobody need be asked, nor could where no more files can be opened. What would not go all the
     * same is cleared with the subtree. */
    remove_directories(group);
    dispose(group);
    return NULL;
}

int group_weigh(const struct group *group, unsigned weight, struct fault *fault)
{
    return group->groups->version == 2 ? v2_weigh(group, weight, fault) : v1_weigh(group, weight, fault);
}

struct group_joins group_joins(const struct group *group)
{
    struct group_joins joins = {.into = -1};
    for (unsigned i = 0; i < group->groups->count; i++)
        if (group->groups->hierarchies[i].controls & CONTROLS_UNIFIED)
            joins.into = group->joins[i];
        else if (group->joins[i] >= 0)
            joins.tasks[joins.tasks_count++] = group->joins[i];
    return joins;
}

bool group_empty(const struct group *group)
{
    char text[TREE_TEXT_MAX];
    uint64_t populated;
    if (group->files[COUNTER_POPULATED] >= 0)
        return tree_read(group->files[COUNTER_POPULATED], text, sizeof text) > 0 &&
               text_keyed(text, "populated", &populated) == 0 && populated == 0;
    /* v1 answers a second read of an open cgroup.procs from memory for up to a second: open it anew */
    int procs = group_file(group, CONTROLS_PIDS, "cgroup.procs", O_RDONLY);
    if (procs < 0)
        return errno == ENOENT;
    int got = tree_read(procs, text, sizeof text);
    close(procs);
    return got == 0;
}

int group_kill(struct group *group, struct fault *fault)
{
    group->killed = true;
    if (group->files[COUNTER_KILL] >= 0)
        return pwrite(group->files[COUNTER_KILL], "1", 1, 0) == 1 ? 0 : fault_set(fault, "cgroup: cgroup.kill", errno);
    const struct hierarchy *hierarchy = hierarchy_of(group, CONTROLS_FREEZER);
    char name[NAME_BYTES];
    group_name(group, hierarchy, name);
    int dir = tree_open(hierarchy->subtree, name);
    if (dir < 0)
        return fault_set(fault, "cgroup: open the freezer group", errno);
    int killed = tree_kill(dir, fault);
    close(dir);
    return killed;
}

bool group_drop(struct group *group)
{
    if ((group->standing != 0 && !group_empty(group)) || !remove_directories(group))
        return false;
    dispose(group);
    return true;
}
