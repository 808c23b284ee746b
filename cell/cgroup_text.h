/*
 * cgroup_text.h: the formats in which the kernel speaks of cgroups, as functions of text alone.
 *
 * Nothing here opens a file, so every odd line can be tried in a test. Sources: proc_pid_mountinfo(5),
 * cgroups(7), "flat keyed" in cgroup-v2.rst.
 */
#ifndef FREEHOLD_CGROUP_TEXT_H
#define FREEHOLD_CGROUP_TEXT_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A decimal number, with at most a line end after it; "max" is UINT64_MAX. 0, or -1 when it is neither. */
int text_number(const char *text, uint64_t *value);

/* The number beside `key` in lines "key number". 0, or -1 when there is none. */
int text_keyed(const char *text, const char *key, uint64_t *value);

/* Whether `words`, separated by commas or white space, hold `word`. */
bool text_lists(const char *words, const char *word);

struct text_mount {
    int version;          /* 1 or 2 */
    char root[PATH_MAX];  /* the group that is seen at the mount point */
    char point[PATH_MAX]; /* where it is mounted */
    char options[256];    /* of the hierarchy: v1's controllers among them */
};

/* One line of mountinfo. 1 when it mounts a cgroup hierarchy, 0 when it mounts anything else, -1 when it cannot be
 * read. */
int text_mount(const char *line, struct text_mount *mount);

/* Our group in the hierarchy of `controller` ("" for v2) out of /proc/self/cgroup. 0, or -1 when there is none. */
int text_position(const char *text, const char *controller, char *path, size_t size);

/* Where group `path` is below a mount that shows group `root`: "" for the mount point itself, else "a/b" without a
 * slash before it. NULL when it is not below. */
const char *text_below(const char *path, const char *root);

#endif
