/*
 * sys.h: the system calls that glibc 2.36 does not wrap, descriptors that close themselves, and time.
 *
 * The wrappers are extern on purpose: a test build replaces each by the linker to let the n-th call fail.
 */
#ifndef FREEHOLD_SYS_H
#define FREEHOLD_SYS_H

#include <linux/capability.h>
#include <linux/openat2.h>
#include <linux/sched.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/types.h>

/* Fork-like clone3: 0 in the child, which is born into the group of the v2 tree whose directory `cgroup` is, if not -1. */
pid_t sys_clone(uint64_t flags, int exit_signal, int cgroup);
int sys_openat2(int directory, const char *path, const struct open_how *how);
int sys_pivot_root(const char *new_root, const char *put_old);
/* sched_setattr(2): SCHED_OTHER, nice 0, with turns of so long, from 0.1 ms on; before Linux 6.12 the length is ignored. */
int sys_schedule_ordinarily(uint64_t slice_ns);
int sys_join_session_keyring(void);
int sys_signal_default(int number); /* glibc's sigaction refuses 32 and 33, which a parent may have ignored for us */
int sys_capset(const struct __user_cap_data_struct data[2]);
int sys_capget(struct __user_cap_data_struct data[2]);

/* Closes at the end of the scope; a descriptor that was handed on is set to -1 first. */
#define AUTOCLOSE __attribute__((cleanup(close_at_scope_end)))
void close_at_scope_end(const int *fd);
void close_and_forget(int *fd); /* and sets it to -1; harmless for -1 */
int hand_on(int *fd);           /* returns it and sets it to -1 */

int write_all(int fd, const void *bytes, size_t count);
int write_file_at(int directory, const char *path, const char *text);

enum { PASSED_FDS_MAX = 16 };
/* One datagram with descriptors, which arrive close-on-exec. Returns its length, 0 at end of file, -1 with errno. */
ssize_t send_with_fds(int socket, const void *bytes, size_t count, const int *fds, unsigned fds_count);
ssize_t receive_with_fds(int socket, void *bytes, size_t size, int *fds, unsigned *fds_count);

uint64_t now_ns(void); /* CLOCK_MONOTONIC */

#endif
