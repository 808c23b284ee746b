/*
 * syscalls.h: which system calls a program may make, and the second net over its root (landlock).
 *
 * An allow-list for each class of runtime; native ABI only. What is refused gives EPERM or ENOSYS, so that
 * honest programs go on; a short written list ends the program, and is named by user notification: the daemon
 * holds the listener, reads number and architecture, and kills. Sources: seccomp(2), seccomp_unotify(2), landlock(7).
 */
#ifndef FREEHOLD_SYSCALLS_H
#define FREEHOLD_SYSCALLS_H

#include <stddef.h>
#include <stdint.h>

#include "fault.h"
#include "frame.h"

struct sock_filter;

/* The filters as BPF, generated once when the daemon starts (before any keeper is forked), as a binary tree. */
struct syscall_program {
    struct sock_filter *instructions;
    unsigned short count;
};

struct syscall_programs {
    struct syscall_program by_class[CLASS_MANAGED + 1]; /* index: enum filter_class; 0 unused */
    struct syscall_program init;                        /* for pid 1 of a cell: read, close, exit and little else */
};

int syscalls_compile(struct syscall_programs *programs, struct fault *fault);

/* Loads the filter into the calling thread; no_new_privs must be set. `*listener` receives the notification
 * descriptor (close-on-exec), or -1 when the program has no notifying rule. The last step of confinement. */
int syscalls_confine(const struct syscall_program *program, int *listener, struct fault *fault);

/* In the daemon: reads one notification from the listener, without answering it (the caller kills). 0 when there was
 * one. */
int syscalls_denied(int listener, uint32_t *number, uint32_t *arch, struct fault *fault);

/* The landlock ABI of this kernel, 0 when it has none. */
int landlock_abi(void);

/* Confines the calling process: read and execute below `/`, everything below the paths in `writable` (NULL-terminated,
 * e.g. /work, /tmp, /dev/shm, a cache), and nothing else; with ABI >= 6 scopes abstract sockets and signals. Returns 0
 * without effect where the kernel has no landlock (said by doctor and at start). */
int landlock_confine(const char *const writable[], struct fault *fault);

#endif
