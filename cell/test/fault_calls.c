/*
 * Linked into the daemon of fault_test by -Wl,--wrap: lets the n-th call of those below fail, in whatever process of
 * the daemon's family it is made; and for birth_test, leaves a program out of one of its groups. The product has no hook.
 */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "../birth.h"
#include "../cgroup.h"
#include "../root.h"
#include "../sys.h"
#include "../syscalls.h"
#include "fault_plan.h"

static struct fault_plan *plan;

__attribute__((constructor)) static void find_plan(void)
{
    const char *path = getenv(FAULT_PLAN_VARIABLE);
    int fd = path == NULL ? -1 : open(path, O_RDWR | O_CLOEXEC);
    if (fd < 0)
        return;
    void *shared = mmap(NULL, sizeof *plan, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    plan = shared == MAP_FAILED ? NULL : shared;
    close(fd);
}

static int is_due(const char *name)
{
    if (plan == NULL || atomic_load(&plan->left) <= 0 || atomic_fetch_sub(&plan->left, 1) != 1)
        return 0;
    for (unsigned i = 0; i < sizeof plan->name - 1 && name[i] != '\0'; i++)
        plan->name[i] = name[i], plan->name[i + 1] = '\0';
    atomic_store(&plan->hit, 1);
    errno = EIO;
    return 1;
}

#define CALL(type, name, parameters, arguments)                      \
    type __real_##name parameters;                                   \
    type __wrap_##name parameters;                                   \
    type __wrap_##name parameters                                    \
    {                                                                \
        return is_due(#name) ? (type) - 1 : __real_##name arguments; \
    }

CALL(pid_t, sys_clone, (uint64_t flags, int signal, int cgroup), (flags, signal, cgroup))
CALL(int, sys_openat2, (int directory, const char *path, const struct open_how *how), (directory, path, how))
CALL(int, sys_join_session_keyring, (void), ())
CALL(int, sys_capset, (const struct __user_cap_data_struct data[2]), (data))
CALL(int, sys_capget, (struct __user_cap_data_struct data[2]), (data))
CALL(int, write_file_at, (int directory, const char *path, const char *text), (directory, path, text))
CALL(ssize_t, send_with_fds, (int socket, const void *bytes, size_t count, const int *fds, unsigned fds_count),
     (socket, bytes, count, fds, fds_count))
CALL(int, unshare, (int flags), (flags))
CALL(int, setns, (int fd, int kind), (fd, kind))
CALL(int, fsopen, (const char *name, unsigned flags), (name, flags))
CALL(int, fsconfig, (int fd, unsigned command, const char *key, const void *value, int extra),
     (fd, command, key, value, extra))
CALL(int, fsmount, (int fd, unsigned flags, unsigned attributes), (fd, flags, attributes))
CALL(int, open_tree, (int directory, const char *path, unsigned flags), (directory, path, flags))
CALL(int, move_mount, (int from, const char *from_path, int to, const char *to_path, unsigned flags),
     (from, from_path, to, to_path, flags))
CALL(int, mount_setattr, (int directory, const char *path, unsigned flags, struct mount_attr *attributes, size_t size),
     (directory, path, flags, attributes, size))
CALL(int, mount, (const char *from, const char *to, const char *kind, unsigned long flags, const void *options),
     (from, to, kind, flags, options))
CALL(int, umount2, (const char *path, int flags), (path, flags))
CALL(int, sys_pivot_root, (const char *new_root, const char *put_old), (new_root, put_old))
CALL(int, mknodat, (int directory, const char *path, mode_t mode, dev_t device), (directory, path, mode, device))
CALL(int, symlinkat, (const char *target, int directory, const char *path), (target, directory, path))
CALL(int, pipe2, (int ends[2], int flags), (ends, flags))
CALL(int, socketpair, (int domain, int type, int protocol, int ends[2]), (domain, type, protocol, ends))
CALL(int, setsockopt, (int fd, int level, int name, const void *value, socklen_t size), (fd, level, name, value, size))
CALL(int, mkdirat, (int directory, const char *path, mode_t mode), (directory, path, mode))
CALL(int, fchownat, (int directory, const char *path, uid_t uid, gid_t gid, int flags),
     (directory, path, uid, gid, flags))
CALL(int, fchown, (int fd, uid_t uid, gid_t gid), (fd, uid, gid))
CALL(int, fchmodat, (int directory, const char *path, mode_t mode, int flags), (directory, path, mode, flags))
CALL(int, setgroups, (size_t count, const gid_t *groups), (count, groups))
CALL(int, setresuid, (uid_t real, uid_t effective, uid_t saved), (real, effective, saved))
CALL(int, setresgid, (gid_t real, gid_t effective, gid_t saved), (real, effective, saved))
CALL(pid_t, setsid, (void), ())
CALL(int, sethostname, (const char *name, size_t length), (name, length))
CALL(int, setdomainname, (const char *name, size_t length), (name, length))
CALL(int, setrlimit, (__rlimit_resource_t resource, const struct rlimit *limit), (resource, limit))
CALL(int, dup3, (int from, int to, int flags), (from, to, flags))
CALL(int, close_range, (unsigned first, unsigned last, int flags), (first, last, flags))
CALL(int, chdir, (const char *path), (path))
CALL(int, timerfd_create, (int clock, int flags), (clock, flags))
CALL(int, epoll_ctl, (int epoll, int operation, int fd, struct epoll_event *event), (epoll, operation, fd, event))

/* Also one that comes without the last of its descriptors, as where no number is free for it. Not NOTE_BORN, whose are for
 * speed alone. */
ssize_t __real_receive_with_fds(int socket, void *bytes, size_t size, int *fds, unsigned *fds_count);
ssize_t __wrap_receive_with_fds(int socket, void *bytes, size_t size, int *fds, unsigned *fds_count);
ssize_t __wrap_receive_with_fds(int socket, void *bytes, size_t size, int *fds, unsigned *fds_count)
{
    if (is_due("receive_with_fds"))
        return -1;
    ssize_t received = __real_receive_with_fds(socket, bytes, size, fds, fds_count);
    const struct note *note = bytes;
    bool is_for_speed = received == sizeof(*note) && note->kind == NOTE_BORN;
    if (received > 0 && *fds_count > 0 && !is_for_speed && is_due("descriptors that come")) {
        atomic_store(&plan->lost, 1);
        close(fds[--*fds_count]);
    }
    return received;
}

int __real_fcntl(int fd, int command, ...);
int __wrap_fcntl(int fd, int command, ...);
int __wrap_fcntl(int fd, int command, ...)
{
    va_list arguments;
    va_start(arguments, command);
    int argument = va_arg(arguments, int);
    va_end(arguments);
    return is_due("fcntl") ? -1 : __real_fcntl(fd, command, argument);
}

int __real_prctl(int option, ...);
int __wrap_prctl(int option, ...);
int __wrap_prctl(int option, ...)
{
    va_list arguments;
    va_start(arguments, option);
    unsigned long argument = va_arg(arguments, unsigned long);
    va_end(arguments);
    return is_due("prctl") ? -1 : __real_prctl(option, argument, 0UL, 0UL, 0UL);
}

struct group *__real_group_make(struct cgroups *groups, const struct ceilings *ceilings, struct fault *fault);
struct group *__wrap_group_make(struct cgroups *groups, const struct ceilings *ceilings, struct fault *fault);
struct group *__wrap_group_make(struct cgroups *groups, const struct ceilings *ceilings, struct fault *fault)
{
    if (is_due("group_make"))
        return fault_set(fault, "group_make", EIO), NULL;
    return __real_group_make(groups, ceilings, fault);
}

struct group_joins __real_group_joins(const struct group *group);
struct group_joins __wrap_group_joins(const struct group *group);
struct group_joins __wrap_group_joins(const struct group *group)
{
    struct group_joins joins = __real_group_joins(group);
    const char *variable = getenv(FAULT_GROUP_VARIABLE);
    unsigned left_out = variable == NULL ? GROUP_JOIN_MAX + 1 : (unsigned)atoi(variable);
    if (left_out == joins.tasks_count)
        joins.into = -1;
    if (left_out >= joins.tasks_count)
        return joins;
    joins.tasks_count--;
    for (unsigned i = left_out; i < joins.tasks_count; i++)
        joins.tasks[i] = joins.tasks[i + 1];
    return joins;
}

#define STEP(name, parameters, arguments)                                              \
    int __real_##name parameters;                                                      \
    int __wrap_##name parameters;                                                      \
    int __wrap_##name parameters                                                       \
    {                                                                                  \
        return is_due(#name) ? fault_set(fault, #name, EIO) : __real_##name arguments; \
    }

STEP(root_verify, (int proc, pid_t keeper, struct fault *fault), (proc, keeper, fault))
STEP(cgroups_join_runtime_files, (const struct cgroups *groups, struct fault *fault), (groups, fault))
STEP(group_cpu_ns, (const struct group *group, uint64_t *cpu_ns, struct fault *fault), (group, cpu_ns, fault))
STEP(group_read, (const struct group *group, struct counters *counters, struct fault *fault), (group, counters, fault))
STEP(landlock_confine, (const char *const writable[], struct fault *fault), (writable, fault))
STEP(syscalls_confine, (const struct syscall_program *program, int *listener, struct fault *fault),
     (program, listener, fault))
