/*
 * disk.h: what is a cell's own below its root: one tmpfs for /work, /tmp, /dev/shm and the upper halves of its caches,
 * so that `disk_bytes` is one number.
 */
#ifndef FREEHOLD_DISK_H
#define FREEHOLD_DISK_H

#include <stdint.h>
#include <sys/types.h>

#include "config.h"
#include "fault.h"

#define DISK_MOUNT "/cell" /* the whole tmpfs; mode 0700 and root's, so that only its directories can be reached */
#define WORK_MOUNT "/work"
#define TMP_MOUNT "/tmp"
#define SHM_MOUNT "/dev/shm"
#define DISK_WORK "work" /* the directory of the tmpfs that is shown at /work */

/* In the daemon, once: which options this kernel's tmpfs knows. */
int disk_probe(struct fault *fault);
/* In the daemon: a tmpfs with a cell's directories, owned by `uid`; mounted nowhere yet. Returns its descriptor. */
int disk_make(const struct root_config *root, uint64_t bytes, uint32_t inodes, uid_t uid, struct fault *fault);

/* In the builder. */
int disk_mount(int disk, struct fault *fault);
int disk_mount_caches(const struct root_config *root, struct fault *fault);

/* What landlock lets a program write below: the cell's directories and caches, ended by NULL. */
const char *const *disk_writable(const struct root_config *root);

#endif
