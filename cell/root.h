/*
 * root.h: what a program sees as /. Made once by a root's keeper from the layers that root configured; each cell's
 * mount namespace is a copy of the keeper's, with the cell's own disk and proc added (disk.h).
 */
#ifndef FREEHOLD_ROOT_H
#define FREEHOLD_ROOT_H

#include <stdint.h>
#include <sys/types.h>

#include "config.h"
#include "fault.h"

/* In the keeper, in this order: a mount namespace of its own, the layers in it, the host's tree gone. */
int root_make_private(struct fault *fault);
int root_build(const struct root_config *root, struct fault *fault);
int root_enter(struct fault *fault);

/* In the daemon, from outside: nothing is shared, all is read-only and nosuid, and nodev but for /dev. */
int root_verify(int proc, pid_t keeper, struct fault *fault);

/* The mount attributes of a root, a function each so that a test build can leave one out. */
uint64_t root_read_only(void);
uint64_t root_no_suid(void);
uint64_t root_no_devices(void);

#endif
