/*
 * Every refused group of calls, tried for real: under the filter each gives the answer that the lists promise, or is
 * named and ends the program; and without the filter the same probe gets another answer, so the filter it is that
 * refuses. Arguments are such that the kernel itself turns the call down, or does nothing. A probe whose control gives
 * the same answer (the kernel lacks the call, or we lack a capability) proves nothing, and counts as skipped.
 */
#include "../syscalls.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"

CHECK_MAIN;

enum { NEW_CALL = 480, ENDED = 1000, PATIENCE_MS = 5000 };
#define BAD 1L /* a pointer that faults */

struct probe {
    const char *name;
    long number;
    long arguments[6];
    int expected; /* errno under the filter */
};

static const struct probe REFUSED[] = {
    {"unshare of a user namespace", SYS_unshare, {CLONE_NEWUSER}, EPERM},
    {"unshare of mounts", SYS_unshare, {CLONE_NEWNS}, EPERM},
    {"clone3", SYS_clone3, {BAD, 64}, ENOSYS},
    {"execveat", SYS_execveat, {-1, BAD, 0, 0, 0}, ENOSYS},
    {"chroot", SYS_chroot, {BAD}, EPERM},
    {"ptrace", SYS_ptrace, {-1, 1}, EPERM},
    {"process_vm_readv", SYS_process_vm_readv, {1, 0, 0, 0, 0, 1}, EPERM},
    {"process_vm_writev", SYS_process_vm_writev, {1, 0, 0, 0, 0, 1}, EPERM},
    {"process_madvise", SYS_process_madvise, {-1, 0, 0, 0, 0}, EPERM},
    {"pidfd_getfd", SYS_pidfd_getfd, {-1, 0, 0}, EPERM},
    {"kcmp", SYS_kcmp, {0, 0, 99, 0, 0}, EPERM},
    {"add_key", SYS_add_key, {BAD, 0, 0, 0, 0}, EPERM},
    {"request_key", SYS_request_key, {BAD, 0, 0, 0}, EPERM},
    {"keyctl", SYS_keyctl, {0, -3, 0}, EPERM},
    {"perf_event_open", SYS_perf_event_open, {BAD, 0, -1, -1, 0}, ENOSYS},
    {"io_uring_setup", SYS_io_uring_setup, {1, BAD}, ENOSYS},
    {"inotify_init1", SYS_inotify_init1, {0}, ENOSYS},
    {"inotify_add_watch", SYS_inotify_add_watch, {-1, BAD, 0}, ENOSYS},
    {"fanotify_init", SYS_fanotify_init, {0, 0}, ENOSYS},
    {"a lease", SYS_fcntl, {0, F_SETLEASE, F_RDLCK}, EPERM},
    {"a directory's events", SYS_fcntl, {0, F_NOTIFY, 0}, EPERM},
    {"seccomp", SYS_seccomp, {0, 1, BAD}, ENOSYS},
    {"landlock_create_ruleset", 444, {BAD, 8, 0}, ENOSYS},
    {"memfd_secret", 447, {-1}, ENOSYS},
    {"name_to_handle_at", SYS_name_to_handle_at, {AT_FDCWD, BAD, BAD, BAD, 0}, EPERM},
    {"open_tree", SYS_open_tree, {AT_FDCWD, BAD, 0}, EPERM},
    {"fsopen", SYS_fsopen, {BAD, 0}, EPERM},
    {"syslog", SYS_syslog, {10, 0, 0}, EPERM},
    {"adjtimex", SYS_adjtimex, {BAD}, EPERM},
    {"sethostname", SYS_sethostname, {BAD, 1}, EPERM},
    {"vmsplice", SYS_vmsplice, {-1, 0, 0, 0}, EPERM},
    {"remap_file_pages", SYS_remap_file_pages, {0, 0, 0, 0, 0}, EPERM},
    {"mmap of huge pages", SYS_mmap, {0, 4096, 0, 0x40022, -1, 0}, EPERM},
    {"shmget of huge pages", SYS_shmget, {0, 4096, 04000 | 01000}, EPERM},
    {"advice to merge pages", SYS_madvise, {0, 0, 12}, EPERM},
    {"advice to poison pages", SYS_madvise, {0, 0, 100}, EPERM},
    {"advice to drop the page cache", SYS_fadvise64, {0, 0, 0, 4}, EPERM},
    {"readahead", SYS_readahead, {-1, 0, 0}, EPERM},
    {"merging of all memory", SYS_prctl, {67, 0, 0, 0, 0}, EPERM},
    {"core scheduling", SYS_prctl, {62, 0, 0, 0, 0}, EPERM},
    {"mm fields", SYS_prctl, {PR_SET_MM, 99, 0, 0, 0}, EPERM},
    {"strict seccomp by prctl", SYS_prctl, {PR_SET_SECCOMP, 9, 0, 0, 0}, EPERM},
    {"a ptracer by prctl", SYS_prctl, {PR_SET_PTRACER, 0, 0, 0, 0}, EPERM},
    {"typing into a terminal", SYS_ioctl, {0, 0x5412, BAD}, EPERM},
    {"TIOCLINUX", SYS_ioctl, {0, 0x541C, BAD}, EPERM},
    {"a line discipline", SYS_ioctl, {0, 0x5423, BAD}, EPERM},
    {"a terminal for itself alone", SYS_ioctl, {0, 0x540C}, EPERM},
    {"hanging up a terminal", SYS_ioctl, {0, 0x5437}, EPERM},
    {"the console", SYS_ioctl, {0, 0x541D}, EPERM},
    {"packet mode of a terminal", SYS_ioctl, {0, 0x5420, BAD}, EPERM},
    {"a terminal's lock", SYS_ioctl, {0, 0x40045431, BAD}, EPERM},
    {"a terminal's other end", SYS_ioctl, {0, 0x5441, 0}, EPERM},
    {"a signal by a terminal", SYS_ioctl, {0, 0x40045436, 2}, EPERM},
    {"typing, with high bits set", SYS_ioctl, {0, 0x800005412, BAD}, EPERM},
    {"an old personality", SYS_personality, {8}, EPERM},
    {"real time", SYS_sched_setscheduler, {0, SCHED_FIFO, BAD}, EPERM},
    {"scheduling by attributes", SYS_sched_setattr, {0, BAD, 0}, EPERM},
    {"a device node", SYS_mknodat, {AT_FDCWD, BAD, S_IFCHR | 0600, 0}, EPERM},
    {"a set-user-id bit", SYS_fchmodat, {AT_FDCWD, BAD, 04755}, EPERM},
    {"migrate_pages", SYS_migrate_pages, {0, 0, 0, 0}, EPERM},
    {"move_pages", SYS_move_pages, {0, 0, 0, 0, 0, 0}, EPERM},
    {"setuid", SYS_setuid, {0}, EPERM},
    {"capset", SYS_capset, {BAD, 0}, EPERM},
    {"an internet socket", SYS_socket, {AF_INET, SOCK_STREAM, 0}, EAFNOSUPPORT},
    {"a raw packet socket", SYS_socket, {AF_PACKET, SOCK_RAW, 0}, EAFNOSUPPORT},
    {"a netlink socket", SYS_socket, {AF_NETLINK, SOCK_RAW, 0}, EAFNOSUPPORT},
    {"a kernel crypto socket", SYS_socket, {AF_ALG, SOCK_SEQPACKET, 0}, EAFNOSUPPORT},
    {"a socket to the hypervisor", SYS_socket, {AF_VSOCK, SOCK_STREAM, 0}, EAFNOSUPPORT},
    {"a pair of other sockets", SYS_socketpair, {AF_TIPC, SOCK_STREAM, 0, BAD}, EPERM},
#ifdef __x86_64__
    {"modify_ldt", SYS_modify_ldt, {99, 0, 0}, ENOSYS},
    {"cpuid faulting", SYS_arch_prctl, {0x1011, 0}, EPERM},
#endif
};

static const struct probe KILLED[] = {
    {"kexec_load", SYS_kexec_load, {0, 1, BAD, 0x10000000}, ENDED},
    {"kexec_file_load", SYS_kexec_file_load, {-1, -1, 0, 0, 0x10000000}, ENDED},
    {"init_module", SYS_init_module, {BAD, 0, BAD}, ENDED},
    {"finit_module", SYS_finit_module, {-1, BAD, 0}, ENDED},
    {"delete_module", SYS_delete_module, {BAD, 0}, ENDED},
    {"bpf", SYS_bpf, {-1, BAD, 0}, ENDED},
    {"reboot", SYS_reboot, {0, 0, 0, 0}, ENDED},
    {"swapon", SYS_swapon, {BAD, 0}, ENDED},
    {"swapoff", SYS_swapoff, {BAD}, ENDED},
    {"acct", SYS_acct, {BAD}, ENDED},
    {"quotactl", SYS_quotactl, {-1, BAD, 0, 0}, ENDED},
    {"settimeofday", SYS_settimeofday, {BAD, 0}, ENDED},
    {"clock_settime", SYS_clock_settime, {0, BAD}, ENDED},
    {"userfaultfd", SYS_userfaultfd, {-1}, ENDED},
    {"open_by_handle_at", SYS_open_by_handle_at, {-1, BAD, 0}, ENDED},
    {"setns", SYS_setns, {-1, 0}, ENDED},
    {"pivot_root", SYS_pivot_root, {BAD, BAD}, ENDED},
    {"mount", SYS_mount, {0, BAD, 0, 0, 0}, ENDED},
    {"umount2", SYS_umount2, {BAD, 0}, ENDED},
    {"move_mount", SYS_move_mount, {-1, BAD, -1, BAD, 0}, ENDED},
    {"fsmount", SYS_fsmount, {-1, 0, 0}, ENDED},
    {"mount_setattr", 442, {-1, BAD, 0, 0, 0}, ENDED},
#ifdef __x86_64__
    {"iopl", SYS_iopl, {0}, ENDED},
    {"ioperm", SYS_ioperm, {-1, 1, 0}, ENDED},
#endif
};

static const char *const CLASS_NAMES[] = {NULL, "compiled", "interpreted", "managed"};
static struct syscall_programs programs;
static struct fault fault;

static int errno_of(const struct probe *probe)
{
    const long *a = probe->arguments;
    errno = 0;
    return syscall(probe->number, a[0], a[1], a[2], a[3], a[4], a[5]) < 0 ? errno : 0;
}

/* The call in a process of its own, whose exit code is the errno. */
static int unfiltered(const struct probe *probe)
{
    int status = 0;
    pid_t pid = fork();
    if (pid == 0)
        _exit(errno_of(probe));
    CLAIM(waitpid(pid, &status, 0) == pid && WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void be_filtered(const struct probe *probe, enum filter_class class, int here)
{
    int listener, kept;
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 ||
        syscalls_confine(&programs.by_class[class], &listener, &fault) < 0)
        _exit(250);
    kept = dup(listener); /* under a number that the parent knows how to ask for */
    if (kept < 0 || write(here, &kept, sizeof kept) != sizeof kept || read(here, &kept, sizeof kept) != sizeof kept)
        _exit(251);
    _exit(errno_of(probe));
}

/* As the daemon does it: takes the listener out of the process, and kills when something is said there. */
static int filtered(const struct probe *probe, enum filter_class class, uint32_t *number)
{
    int sockets[2], theirs = -1, status = 0;
    CLAIM(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets) == 0);
    pid_t pid = fork();
    if (pid == 0)
        be_filtered(probe, class, sockets[1]);
    close(sockets[1]);
    int process = (int)syscall(SYS_pidfd_open, pid, 0);
    CLAIM_EQUAL(read(sockets[0], &theirs, sizeof theirs), sizeof theirs);
    int listener = (int)syscall(SYS_pidfd_getfd, process, theirs, 0);
    CLAIM(listener >= 0);
    CLAIM_EQUAL(write(sockets[0], &theirs, sizeof theirs), sizeof theirs);

    struct pollfd ready[] = {{.fd = listener, .events = POLLIN}, {.fd = process, .events = POLLIN}};
    CLAIM(poll(ready, 2, PATIENCE_MS) > 0);
    uint32_t arch;
    bool told = ready[0].revents & POLLIN && syscalls_denied(listener, number, &arch, &fault) == 0;
    if (told)
        kill(pid, SIGKILL);
    CLAIM(waitpid(pid, &status, 0) == pid);
    close(listener);
    close(process);
    close(sockets[0]);
    if (told)
        return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL ? ENDED : -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* Says what went wrong and goes on, for one table holds many claims. */
static void each(const struct probe *probes, size_t count, const char *what)
{
    for (size_t i = 0; i < count; i++) {
        const struct probe *probe = &probes[i];
        bool good = true;
        for (enum filter_class class = CLASS_COMPILED; class <= CLASS_MANAGED; class ++) {
            uint32_t number = UINT32_MAX;
            int got = filtered(probe, class, &number);
            if (got != probe->expected || (got == ENDED && number != probe->number)) {
                printf("FAILED %s: %s under %s: OPEN, errno %d (%s), told %d\n", what, probe->name, CLASS_NAMES[class],
                       got, got >= 0 && got < ENDED ? strerror(got) : "-", (int)number);
                good = false;
            }
        }
        bool proved = unfiltered(probe) != probe->expected;
        if (!proved)
            printf("unproved %s: this kernel answers %s without the filter too\n", probe->name,
                   strerror(probe->expected));
        if (!good)
            check.failed++;
        else if (proved)
            check.passed++;
        else
            check.skipped++;
    }
}

static void sync_is_answered_without_being_done(void)
{
    struct probe probe = {"syncfs", SYS_syncfs, {-1}, 0};
    uint32_t number;

    CLAIM_EQUAL(filtered(&probe, CLASS_COMPILED, &number), 0);
    CLAIM_EQUAL(unfiltered(&probe), EBADF);
}

static void a_call_from_the_future_reads_as_absent(void)
{
    struct probe probe = {"call 480", NEW_CALL, {0}, 0};
    uint32_t number;

    CLAIM_EQUAL(filtered(&probe, CLASS_MANAGED, &number), ENOSYS);
}

static void the_listener_is_closed_by_exec(void)
{
    int listener, status = 0;
    pid_t pid = fork();
    if (pid == 0) {
        if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 ||
            syscalls_confine(&programs.by_class[CLASS_COMPILED], &listener, &fault) < 0)
            _exit(250);
        _exit(fcntl(listener, F_GETFD) & FD_CLOEXEC ? 0 : 1);
    }
    CLAIM(waitpid(pid, &status, 0) == pid);
    CLAIM_EQUAL(status, 0);
}

static void pid_1s_filter_has_no_listener_and_kills(void)
{
    int status = 0;
    pid_t pid = fork();
    if (pid == 0) {
        int listener = 99;
        if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 || syscalls_confine(&programs.init, &listener, &fault) < 0 ||
            listener != -1)
            _exit(1);
        getppid();
        _exit(2);
    }
    CLAIM(waitpid(pid, &status, 0) == pid);
    CLAIM(WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS);
}

static void an_empty_program_is_never_loaded(void)
{
    struct syscall_program empty = {NULL, 0};
    int listener;

    int loaded = syscalls_confine(&empty, &listener, &fault);

    CLAIM_EQUAL(loaded, -1);
    CLAIM_EQUAL(fault.error, EINVAL);
}

static void nothing_is_read_where_nothing_was_denied(void)
{
    int ends[2];
    uint32_t number, arch;
    CLAIM(pipe(ends) == 0);

    int denied = syscalls_denied(ends[0], &number, &arch, &fault);

    CLAIM_EQUAL(denied, -1);
    CLAIM_EQUAL(fault.error, EAGAIN);
    close(ends[0]);
    close(ends[1]);
}

int main(void)
{
    if (syscalls_compile(&programs, &fault) < 0) {
        printf("FAILED to compile: %s\n0 passed, 1 failed, 0 skipped\n", fault.step);
        return 1;
    }
    check.test = "probes";
    if (setjmp(check.end) == 0) {
        each(REFUSED, sizeof REFUSED / sizeof *REFUSED, "refused");
        each(KILLED, sizeof KILLED / sizeof *KILLED, "killed");
    } else {
        check.failed++;
    }
    RUN(sync_is_answered_without_being_done);
    RUN(a_call_from_the_future_reads_as_absent);
    RUN(the_listener_is_closed_by_exec);
    RUN(pid_1s_filter_has_no_listener_and_kills);
    RUN(an_empty_program_is_never_loaded);
    RUN(nothing_is_read_where_nothing_was_denied);
    return check_result();
}
