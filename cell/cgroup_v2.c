#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "cgroup_parts.h"
#include "cgroup_text.h"
#include "cgroup_tree.h"

enum { EMPTYING_ROUNDS = 16 };

#define WEIGHT_OF_CONTROL "300" /* beside 100 of all programs together */

static bool controls(int at)
{
    char text[TREE_TEXT_MAX];
    return tree_read_file(at, "cgroup.controllers", text, sizeof text) >= 0 && text_lists(text, "memory") &&
           text_lists(text, "pids");
}

int v2_find(struct cgroups *groups, struct fault *fault)
{
    struct hierarchy *hierarchy = &groups->hierarchies[0];
    int found = hierarchy_find(hierarchy, "", fault);
    if (found <= 0)
        return found;
    if (!controls(hierarchy->mount)) {
        close(hierarchy->mount);
        close(hierarchy->parent);
        return 0;
    }
    hierarchy->controls |= CONTROLS_MEMORY | CONTROLS_PIDS | CONTROLS_CPUACCT;
    groups->count = 1;
    return 1;
}

/* Only the root of the whole hierarchy has no such file: it alone may hold processes and groups with controllers at
 * once. */
static bool real_root(int at)
{
    return faccessat(at, "cgroup.events", F_OK, 0) < 0;
}

/* Whether we may move every process of the group to a leaf below it: the group was delegated to us (systemd says so in
 * an attribute), or we are alone in it, or it is all that this cgroup namespace shows. */
static bool ours(const struct hierarchy *hierarchy)
{
    char text[TREE_TEXT_MAX], alone[24];
    struct stat mount, parent;
    if (fgetxattr(hierarchy->parent, "trusted.delegate", text, sizeof text) > 0)
        return true;
    snprintf(alone, sizeof alone, "%d\n", (int)getpid());
    int length = tree_read_file(hierarchy->parent, "cgroup.procs", text, sizeof text);
    if (length == 0 || (length > 0 && strcmp(text, alone) == 0))
        return true;
    return fstat(hierarchy->mount, &mount) == 0 && fstat(hierarchy->parent, &parent) == 0 &&
           mount.st_ino == parent.st_ino;
}

static int move_all(int from, int to, struct fault *fault)
{
    char text[64 * 1024];
    if (tree_read_file(from, "cgroup.procs", text, sizeof text) < 0)
        return fault_set(fault, "cgroup: list own group", errno);
    for (char *rest = text, *pid; (pid = strtok_r(rest, "\n", &rest)) != NULL;)
        if (tree_write(to, "cgroup.procs", pid, fault) < 0 && fault->error != ESRCH)
            return -1;
    return 0;
}

int v2_enable(int at, struct fault *fault)
{
    struct fault ignored;
    if (tree_write(at, "cgroup.subtree_control", "+memory +pids", fault) < 0)
        return -1;
    tree_write(at, "cgroup.subtree_control", "+cpu", &ignored); /* for fair shares; cpu.stat counts without it */
    return 0;
}

/* A group with processes cannot give controllers to its children: they go to a leaf first. */
static int make_inner(struct cgroups *groups, const struct hierarchy *hierarchy, struct fault *fault)
{
    char leaf[NAME_BYTES];
    snprintf(leaf, sizeof leaf, "freehold-%u-daemon", groups->slot);
    if (mkdirat(hierarchy->parent, leaf, 0755) < 0 && errno != EEXIST)
        return fault_set(fault, "cgroup: make the daemon's own leaf", errno);
    int dir = tree_open(hierarchy->parent, leaf);
    if (dir < 0)
        return fault_set(fault, "cgroup: open the daemon's own leaf", errno);
    groups->moved = true;
    struct fault ignored;
    int made = -1;
    for (int round = 0; made < 0 && round < EMPTYING_ROUNDS; round++) {
        if (move_all(hierarchy->parent, dir, fault) < 0)
            break;
        made = v2_enable(hierarchy->parent, fault);
        if (made < 0 && fault->error != EBUSY)
            break; /* EBUSY: one was born meanwhile */
    }
    /* Who lets programs go and hears their ends should not wait for their turns. Only within this unit: beside the rest of the host, it and its
     * programs weigh together what the unit does. */
    if (made == 0)
        tree_write(dir, "cpu.weight", WEIGHT_OF_CONTROL, &ignored);
    close(dir);
    return made;
}

int v2_place(struct cgroups *groups, struct fault *fault)
{
    struct hierarchy *hierarchy = &groups->hierarchies[0];
    bool inner = real_root(hierarchy->parent);
    if (!inner && !(controls(hierarchy->parent) && ours(hierarchy))) {
        /* A group with strangers in it, or without controllers: the top, where only root may be, and we are. */
        int top = tree_open(hierarchy->mount, "");
        if (top < 0 || !real_root(top)) {
            if (top >= 0)
                close(top);
            return fault_say(fault, "cgroup: place the daemon's subtree", EBUSY,
                             "own group lacks controllers or holds others; start in a delegated group (Delegate=yes)");
        }
        close(hierarchy->parent);
        hierarchy->parent = top;
        char name[PATH_MAX];
        snprintf(name, sizeof name, "/proc/self/fd/%d", top);
        ssize_t length = readlink(name, hierarchy->path, sizeof hierarchy->path - 1);
        if (length < 0)
            return fault_set(fault, "cgroup: name the top", errno);
        hierarchy->path[length] = '\0';
        inner = true;
    }
    return inner ? v2_enable(hierarchy->parent, fault) : make_inner(groups, hierarchy, fault);
}

void v2_leave(struct cgroups *groups)
{
    struct fault ignored;
    struct hierarchy *hierarchy = &groups->hierarchies[0];
    char leaf[NAME_BYTES];
    snprintf(leaf, sizeof leaf, "freehold-%u-daemon", groups->slot);
    int dir = groups->moved ? tree_open(hierarchy->parent, leaf) : -1;
    if (dir < 0)
        return;
    /* refused while another daemon's subtree stands here; then everything stays where it is */
    tree_write(hierarchy->parent, "cgroup.subtree_control", "-cpu", &ignored);
    if (tree_write(hierarchy->parent, "cgroup.subtree_control", "-memory -pids", &ignored) == 0)
        move_all(dir, hierarchy->parent, &ignored);
    close(dir);
    unlinkat(hierarchy->parent, leaf, AT_REMOVEDIR);
}

int v2_limit(const struct group *group, const struct ceilings *ceilings, struct fault *fault)
{
    char memory[24], processes[16];
    snprintf(memory, sizeof memory, "%" PRIu64, ceilings->memory_bytes);
    snprintf(processes, sizeof processes, "%" PRIu32, ceilings->processes);
    if (group_write(group, CONTROLS_MEMORY, "memory.max", memory, fault) < 0)
        return -1;
    /* absent where the kernel was built or started without swap accounting */
    if (group_write(group, CONTROLS_MEMORY, "memory.swap.max", "0", fault) < 0 && fault->error != ENOENT)
        return -1;
    if (group_write(group, CONTROLS_MEMORY, "memory.oom.group", "1", fault) < 0)
        return -1;
    return group_write(group, CONTROLS_PIDS, "pids.max", processes, fault);
}

int v2_weigh(const struct group *group, unsigned weight, struct fault *fault)
{
    char value[16];

    snprintf(value, sizeof value, "%u", weight);
    if (group_write(group, CONTROLS_UNIFIED, "cpu.weight", value, fault) == 0)
        return 0;
    return fault->error == ENOENT ? 0 : -1;
}

int v2_open(struct group *group, struct fault *fault)
{
    static const struct {
        enum counter_file counter;
        const char *file;
        bool optional;
    } FILES[] = {
        {COUNTER_CPU, "cpu.stat", false},
        {COUNTER_MEMORY_PEAK, "memory.peak", true},
        {COUNTER_MEMORY_NOW, "memory.current", false},
        {COUNTER_OOM, "memory.events", false},
        {COUNTER_PIDS_PEAK, "pids.peak", true},
        {COUNTER_PIDS_EVENTS, "pids.events", true},
    };
    for (size_t i = 0; i < sizeof FILES / sizeof *FILES; i++) {
        if (group_keep(group, FILES[i].counter, CONTROLS_UNIFIED, FILES[i].file, O_RDONLY) < 0 &&
            !(FILES[i].optional && errno == ENOENT))
            return fault_say(fault, "cgroup: open counter", errno, "%s", FILES[i].file);
    }
    return 0;
}
