/*
 * namespaces.h: the walls of a cell, each a step of its own. All but the last are made by real root and so belong to
 * the initial user namespace: nothing inside can mount, set the host name or enter a network, whatever it holds.
 */
#ifndef FREEHOLD_NAMESPACES_H
#define FREEHOLD_NAMESPACES_H

#include <sys/types.h>

#include "fault.h"

/* In the builder. */
int namespace_network(int lent, struct fault *fault); /* -1: makes a new one, empty, its loopback down */
int namespace_mounts(struct fault *fault);
int namespace_processes(struct fault *fault); /* the next two children become its pids 1 and 2 */
int namespace_ipc(struct fault *fault);
int namespace_host_name(struct fault *fault);
int namespace_uptime(int proc, struct fault *fault); /* of later children; hides how long the host is up */

/* In the program. */
int namespace_cgroup(struct fault *fault); /* after joining, else /proc/self/cgroup would show the way out */
int namespace_user(struct fault *fault);

/* In the builder: maps 1000, and nothing else, to `uid` in the program's user namespace. */
int namespace_map_user(int proc, pid_t program, uid_t uid, struct fault *fault);

#endif
