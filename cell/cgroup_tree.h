/*
 * cgroup_tree.h: groups as directories: reading and writing their files, killing what is in them, removing them.
 *
 * Everything is opened relative to a directory that is held, without following links, close-on-exec.
 * Nothing waits, but for tree_clear, which is for the start and the end of the daemon.
 */
#ifndef FREEHOLD_CGROUP_TREE_H
#define FREEHOLD_CGROUP_TREE_H

#include <stdbool.h>
#include <stddef.h>

#include "fault.h"

enum { TREE_TEXT_MAX = 4096 };

/* A directory for use as `at` below. -1 and errno. */
int tree_open(int at, const char *name);

/* A file of a group, for reading and/or writing as `flags` say. -1 and errno. */
int tree_file(int at, const char *name, int flags);

/* Reads a whole file of a group from its beginning. How many bytes, or -1 and errno; always ends with NUL. */
int tree_read(int fd, char *text, size_t size);
int tree_read_file(int at, const char *name, char *text, size_t size);

int tree_write(int at, const char *name, const char *value, struct fault *fault);

/* Sends SIGKILL to everything in the group and in those below it: by cgroup.kill, or by number, frozen meanwhile where
 * the group has a freezer. */
int tree_kill(int at, struct fault *fault);

/* Whether no process is in the group itself. A group that is not there is empty. */
bool tree_empty(int at);

/* Kills and removes the group `name` and all below it, for at most two seconds. 0 also when it is not there. */
int tree_clear(int at, const char *name, struct fault *fault);

#endif
