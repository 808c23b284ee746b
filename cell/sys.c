#include "sys.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/keyctl.h>
#include <sched.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

pid_t sys_clone(uint64_t flags, int exit_signal, int cgroup)
{
    struct clone_args args = {.flags = flags, .exit_signal = (unsigned)exit_signal};

    if (cgroup >= 0) {
        args.flags |= CLONE_INTO_CGROUP;
        args.cgroup = (unsigned)cgroup;
    }
    return (pid_t)syscall(SYS_clone3, &args, sizeof(args));
}

int sys_openat2(int directory, const char *path, const struct open_how *how)
{
    return (int)syscall(SYS_openat2, directory, path, how, sizeof(*how));
}

int sys_pivot_root(const char *new_root, const char *put_old)
{
    return (int)syscall(SYS_pivot_root, new_root, put_old);
}

int sys_schedule_ordinarily(uint64_t slice_ns)
{
    /* linux/sched/types.h has it, but cannot be included beside glibc's sched.h. */
    const struct {
        uint32_t size, policy;
        uint64_t flags;
        int32_t nice;
        uint32_t priority;
        uint64_t runtime, deadline, period;
    } attributes = {.size = sizeof(attributes), .policy = SCHED_OTHER, .runtime = slice_ns};

    return (int)syscall(SYS_sched_setattr, 0, &attributes, 0);
}

int sys_join_session_keyring(void)
{
    return (int)syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, NULL);
}

int sys_signal_default(int number)
{
    const struct {
        void (*handler)(int);
        unsigned long flags;
        void (*restorer)(void);
        uint64_t mask;
    } ordinary = {0};

    return (int)syscall(SYS_rt_sigaction, number, &ordinary, NULL, sizeof(ordinary.mask));
}

int sys_capset(const struct __user_cap_data_struct data[2])
{
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};

    return (int)syscall(SYS_capset, &header, data);
}

int sys_capget(struct __user_cap_data_struct data[2])
{
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};

    return (int)syscall(SYS_capget, &header, data);
}

void close_at_scope_end(const int *fd)
{
    int saved = errno;

    if (*fd >= 0)
        close(*fd);
    errno = saved;
}

void close_and_forget(int *fd)
{
    close_at_scope_end(fd);
    *fd = -1;
}

int hand_on(int *fd)
{
    int taken = *fd;

    *fd = -1;
    return taken;
}

int write_all(int fd, const void *bytes, size_t count)
{
    for (const char *at = bytes; count > 0;) {
        ssize_t written = write(fd, at, count);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return -1;
        at += written;
        count -= (size_t)written;
    }
    return 0;
}

int write_file_at(int directory, const char *path, const char *text)
{
    AUTOCLOSE int fd = openat(directory, path, O_WRONLY | O_CLOEXEC);

    return fd < 0 ? -1 : write_all(fd, text, strlen(text));
}

ssize_t send_with_fds(int socket, const void *bytes, size_t count, const int *fds, unsigned fds_count)
{
    union {
        struct cmsghdr header;
        char space[CMSG_SPACE(sizeof(int) * PASSED_FDS_MAX)];
    } control = {0};
    struct iovec part = {.iov_base = (void *)(uintptr_t)bytes, .iov_len = count};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};

    if (fds_count > 0) {
        control.header.cmsg_level = SOL_SOCKET;
        control.header.cmsg_type = SCM_RIGHTS;
        control.header.cmsg_len = CMSG_LEN(sizeof(int) * fds_count);
        memcpy(CMSG_DATA(&control.header), fds, sizeof(int) * fds_count);
        message.msg_control = &control;
        message.msg_controllen = CMSG_SPACE(sizeof(int) * fds_count);
    }
    return sendmsg(socket, &message, MSG_NOSIGNAL);
}

ssize_t receive_with_fds(int socket, void *bytes, size_t size, int *fds, unsigned *fds_count)
{
    union {
        struct cmsghdr header;
        char space[CMSG_SPACE(sizeof(int) * PASSED_FDS_MAX)];
    } control = {0};
    struct iovec part = {.iov_base = bytes, .iov_len = size};
    struct msghdr message = {
        .msg_iov = &part, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof(control)};
    ssize_t received;

    /* ECONNRESET, told once: the other side is gone and has not read all; what it said before is still to come. */
    do
        received = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
    while (received < 0 && (errno == EINTR || errno == ECONNRESET));

    *fds_count = 0;
    struct cmsghdr *header = received > 0 ? CMSG_FIRSTHDR(&message) : NULL;
    if (header != NULL && header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_RIGHTS) {
        *fds_count = (unsigned)((header->cmsg_len - CMSG_LEN(0)) / sizeof(int));
        memcpy(fds, CMSG_DATA(header), sizeof(int) * *fds_count);
    }
    return received;
}

uint64_t now_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}
