#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "cgroup_parts.h"
#include "cgroup_text.h"
#include "cgroup_tree.h"

const char *const CONTROLLER_NAMES[] = {"memory", "pids", "cpuacct", "cpu", "cpuset", "freezer", NULL};

/* The mount that shows most of the hierarchy comes first in mountinfo on every system met so far: take the first. */
static int mount_of(const char *controller, struct text_mount *mount, struct fault *fault)
{
    FILE *mounts = fopen("/proc/self/mountinfo", "re");
    if (mounts == NULL)
        return fault_set(fault, "cgroup: read /proc/self/mountinfo", errno);
    char *line = NULL;
    size_t size = 0;
    int found = 0;
    while (found == 0 && getline(&line, &size, mounts) > 0)
        if (text_mount(line, mount) == 1)
            found = *controller == '\0' ? mount->version == 2
                                        : mount->version == 1 && text_lists(mount->options, controller);
    free(line);
    fclose(mounts);
    return found;
}

void hierarchy_close(struct hierarchy *hierarchy)
{
    int *fds[] = {&hierarchy->mount, &hierarchy->parent, &hierarchy->subtree};
    for (size_t i = 0; i < sizeof fds / sizeof *fds; i++) {
        if (*fds[i] >= 0)
            close(*fds[i]);
        *fds[i] = -1;
    }
}

/* Our subtree stands below our own group, so that what the operator set for the daemon holds for its cells. */
static int open_parent(struct hierarchy *hierarchy, const struct text_mount *mount, const char *controller,
                       struct fault *fault)
{
    char text[TREE_TEXT_MAX], path[PATH_MAX];
    if (tree_read_file(AT_FDCWD, "/proc/self/cgroup", text, sizeof text) < 0)
        return fault_set(fault, "cgroup: read /proc/self/cgroup", errno);
    const char *below = NULL;
    if (text_position(text, controller, path, sizeof path) == 0) {
        unsigned slot;
        int end = 0;
        char *last = strrchr(path, '/');
        if (sscanf(last, "/freehold-%u-daemon%n", &slot, &end) == 1 && last[end] == '\0')
            last[last == path ? 1 : 0] = '\0'; /* an earlier daemon moved us to its leaf: the place is above it */
        below = text_below(path, mount->root);
    }
    hierarchy->parent = below == NULL ? -1 : tree_open(hierarchy->mount, below);
    if (hierarchy->parent < 0) { /* removed behind us, or outside of what is mounted: then the mount point */
        below = "";
        hierarchy->parent = tree_open(hierarchy->mount, "");
    }
    if (hierarchy->parent < 0)
        return fault_say(fault, "cgroup: open own group", errno, "%.100s", mount->point);
    int length =
        snprintf(hierarchy->path, sizeof hierarchy->path, "%s%s%s", mount->point, *below == '\0' ? "" : "/", below);
    if (length < 0 || (size_t)length >= sizeof hierarchy->path)
        return fault_set(fault, "cgroup: open own group", ENAMETOOLONG);
    return 0;
}

int hierarchy_find(struct hierarchy *hierarchy, const char *controller, struct fault *fault)
{
    struct text_mount mount;
    *hierarchy = (struct hierarchy){.mount = -1, .parent = -1, .subtree = -1};
    int found = mount_of(controller, &mount, fault);
    if (found <= 0)
        return found;
    if (*controller == '\0')
        hierarchy->controls = CONTROLS_UNIFIED;
    for (unsigned i = 0; mount.version == 1 && CONTROLLER_NAMES[i] != NULL; i++)
        if (text_lists(mount.options, CONTROLLER_NAMES[i]))
            hierarchy->controls |= 1U << i;

    struct statfs kind;
    hierarchy->mount = tree_open(AT_FDCWD, mount.point);
    if (hierarchy->mount < 0 || fstatfs(hierarchy->mount, &kind) < 0) {
        fault_say(fault, "cgroup: open mount point", errno, "%.100s", mount.point);
    } else if ((unsigned long)kind.f_type != (mount.version == 1 ? CGROUP_SUPER_MAGIC : CGROUP2_SUPER_MAGIC)) {
        fault_say(fault, "cgroup: something else is mounted over", EINVAL, "%.100s", mount.point);
    } else if (open_parent(hierarchy, &mount, controller, fault) == 0) {
        return 1;
    }
    hierarchy_close(hierarchy);
    return -1;
}

int hierarchy_enter(struct hierarchy *hierarchy, unsigned slot, struct fault *fault)
{
    char name[NAME_BYTES];
    snprintf(name, sizeof name, "freehold-%u", slot);
    if (tree_clear(hierarchy->parent, name, fault) < 0)
        return -1;
    if (mkdirat(hierarchy->parent, name, 0755) < 0)
        return fault_say(fault, "cgroup: make the daemon's subtree", errno, "%.100s/%s", hierarchy->path, name);
    hierarchy->subtree = tree_open(hierarchy->parent, name);
    if (hierarchy->subtree < 0)
        return fault_set(fault, "cgroup: open the daemon's subtree", errno);
    if (hierarchy->controls & CONTROLS_CPUSET)
        return v1_inherit_cpus(hierarchy, hierarchy->parent, "", fault);
    return 0;
}

bool hierarchy_clear(const struct hierarchy *hierarchy, unsigned slot)
{
    struct fault ignored;
    char name[NAME_BYTES];
    snprintf(name, sizeof name, "freehold-%u", slot);
    return hierarchy->parent < 0 || tree_clear(hierarchy->parent, name, &ignored) == 0;
}
