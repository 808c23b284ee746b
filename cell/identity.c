#include "identity.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "sys.h"

enum { SLICE_NS = 100000 }; /* the least that the kernel takes */

int identity_keep_needed(struct fault *fault)
{
    static const int needed[] = {
        CAP_CHOWN,     CAP_DAC_OVERRIDE, CAP_FOWNER,    CAP_KILL,       CAP_SETGID,
        CAP_SETUID,    CAP_SETPCAP,      CAP_NET_ADMIN, CAP_SYS_CHROOT, CAP_SYS_PTRACE,
        CAP_SYS_ADMIN, CAP_SYS_NICE,     CAP_MKNOD,     CAP_SYS_TIME /* offsets of a time namespace; no clock is ever set */};
    struct __user_cap_data_struct sets[2] = {0};
    uint64_t mask = 0;

    for (size_t i = 0; i < sizeof(needed) / sizeof(needed[0]); i++)
        mask |= UINT64_C(1) << needed[i];
    for (int capability = 0; prctl(PR_CAPBSET_READ, capability) >= 0; capability++)
        if ((mask >> capability & 1) == 0 && prctl(PR_CAPBSET_DROP, capability) < 0)
            return fault_set(fault, "bounding set of the daemon", errno);
    for (unsigned half = 0; half < 2; half++)
        sets[half].effective = sets[half].permitted = (uint32_t)(mask >> (32 * half));
    if (sys_capset(sets) < 0)
        return fault_say(fault, "capabilities of the daemon", errno, "one that it needs is missing");
    return 0;
}

int identity_no_groups(struct fault *fault)
{
    return setgroups(0, NULL) < 0 ? fault_set(fault, "setgroups", errno) : 0;
}

int identity_become(uid_t id, struct fault *fault)
{
    if (setresgid(id, id, id) < 0)
        return fault_set(fault, "setresgid", errno);
    return setresuid(id, id, id) < 0 ? fault_set(fault, "setresuid", errno) : 0;
}

int identity_no_bounding_set(struct fault *fault)
{
    int capability = 0;

    while (prctl(PR_CAPBSET_DROP, capability) == 0)
        capability++;
    /* The first that the kernel does not know ends it; a capability that it will not drop gives EPERM. */
    return errno == EINVAL && capability > 0 ? 0 : fault_set(fault, "PR_CAPBSET_DROP", errno);
}

int identity_no_capabilities(struct fault *fault)
{
    struct __user_cap_data_struct sets[2] = {0};

    if (prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) < 0 || sys_capset(sets) < 0)
        return fault_set(fault, "capset", errno);
    memset(sets, 0xff, sizeof(sets));
    if (sys_capget(sets) < 0)
        return fault_set(fault, "capget", errno);
    for (unsigned half = 0; half < 2; half++)
        if ((sets[half].effective | sets[half].permitted | sets[half].inheritable) != 0)
            return fault_say(fault, "capget", EPERM, "a capability is left");
    return 0;
}

int identity_no_new_privileges(struct fault *fault)
{
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 ? fault_set(fault, "PR_SET_NO_NEW_PRIVS", errno) : 0;
}

int identity_undumpable(struct fault *fault)
{
    return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) < 0 ? fault_set(fault, "PR_SET_DUMPABLE", errno) : 0;
}

int identity_own_keyring(struct fault *fault)
{
    /* A kernel without keyrings has none to inherit. */
    return sys_join_session_keyring() < 0 && errno != ENOSYS ? fault_set(fault, "session keyring", errno) : 0;
}

int identity_own_session(struct fault *fault)
{
    return setsid() < 0 ? fault_set(fault, "setsid", errno) : 0;
}

int identity_die_with_daemon(int socket, struct fault *fault)
{
    char nothing;

    if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) < 0)
        return fault_set(fault, "PR_SET_PDEATHSIG", errno);
    ssize_t waiting = recv(socket, &nothing, 1, MSG_PEEK | MSG_DONTWAIT);
    if (waiting == 0 || (waiting < 0 && errno != EAGAIN))
        return fault_say(fault, "PR_SET_PDEATHSIG", waiting == 0 ? 0 : errno,
                         "the daemon has died, or given the cell up");
    return 0;
}

int identity_ordinary_priority(struct fault *fault)
{
    /* Who wakes takes the processor from one that has had so much of it: else a short program waits out the turns of long
     * ones (Documentation/scheduler/sched-eevdf.rst). */
    return sys_schedule_ordinarily(SLICE_NS) < 0 ? fault_set(fault, "sched_setattr", errno) : 0;
}

int identity_ordinary_signals(struct fault *fault)
{
    sigset_t none;

    for (int number = 1; number <= SIGRTMAX; number++)
        if (number != SIGKILL && number != SIGSTOP && sys_signal_default(number) < 0)
            return fault_set(fault, "rt_sigaction", errno);
    sigemptyset(&none);
    return sigprocmask(SIG_SETMASK, &none, NULL) < 0 ? fault_set(fault, "sigprocmask", errno) : 0;
}

int identity_killed_first(struct fault *fault)
{
    /* A daemon shielded with -1000 would otherwise hand on programs that the kernel cannot kill. */
    return write_file_at(AT_FDCWD, "/proc/self/oom_score_adj", "500") < 0 ? fault_set(fault, "oom_score_adj", errno)
                                                                          : 0;
}

static int limit(int resource, uint64_t value)
{
    struct rlimit both = {.rlim_cur = value, .rlim_max = value};

    return setrlimit(resource, &both);
}

int identity_limit_resources(const struct resources *resources, struct fault *fault)
{
    /* The cgroup is the limit for these; what the daemon's own starter set for itself is not handed on. No limit of
     * ours is on address space: it breaks the JVM, Go and Node. */
    static const int open_ended[] = {RLIMIT_AS, RLIMIT_CPU, RLIMIT_DATA, RLIMIT_NPROC, RLIMIT_RSS};
    static const struct {
        int resource;
        uint64_t value;
    } fixed[] = {
        {RLIMIT_CORE, 1}, /* not 0, with which a piped core_pattern would still start, as root of the host */
        {RLIMIT_MEMLOCK, 64 << 10}, {RLIMIT_MSGQUEUE, 64 << 10}, {RLIMIT_NICE, 0},
        {RLIMIT_RTPRIO, 0},         {RLIMIT_SIGPENDING, 1024},
    };
    struct rlimit now;

    for (size_t i = 0; i < sizeof(open_ended) / sizeof(open_ended[0]); i++) {
        if (getrlimit((__rlimit_resource_t)open_ended[i], &now) < 0)
            return fault_set(fault, "getrlimit", errno);
        now.rlim_cur = now.rlim_max;
        if (setrlimit((__rlimit_resource_t)open_ended[i], &now) < 0)
            return fault_set(fault, "setrlimit", errno);
    }
    for (size_t i = 0; i < sizeof(fixed) / sizeof(fixed[0]); i++)
        if (limit(fixed[i].resource, fixed[i].value) < 0)
            return fault_set(fault, "setrlimit", errno);
    if (getrlimit(RLIMIT_STACK, &now) < 0)
        return fault_set(fault, "getrlimit", errno);
    now.rlim_cur = now.rlim_max < (8 << 20) ? now.rlim_max : 8 << 20;
    if (setrlimit(RLIMIT_STACK, &now) < 0 || limit(RLIMIT_FSIZE, resources->file_bytes) < 0 ||
        limit(RLIMIT_NOFILE, resources->open_files) < 0)
        return fault_set(fault, "setrlimit", errno);
    return 0;
}

int identity_place_descriptors(const int standard[3], const int *kept, unsigned kept_count, struct fault *fault)
{
    /* First copies out of the way, for a source may lie where another is to go. */
    enum { ALOFT = 64, ALOFT_MAX = 8 };
    int aloft[ALOFT_MAX];
    unsigned skipped = standard == NULL ? 3 : 0;

    for (unsigned i = skipped; i < 3 + kept_count && i < ALOFT_MAX; i++)
        if ((aloft[i] = fcntl(i < 3 ? standard[i] : kept[i - 3], F_DUPFD_CLOEXEC, ALOFT)) < 0)
            return fault_set(fault, "dup", errno);
    for (unsigned i = skipped; i < 3 + kept_count && i < ALOFT_MAX; i++)
        if (dup3(aloft[i], (int)i, i < 3 ? 0 : O_CLOEXEC) < 0)
            return fault_set(fault, "dup3", errno);
    if (skipped > 0 && close_range(0, 2, 0) < 0)
        return fault_set(fault, "close_range", errno);
    return 0;
}

int identity_close_descriptors(unsigned first, struct fault *fault)
{
    return close_range(first, ~0u, 0) < 0 ? fault_set(fault, "close_range", errno) : 0;
}

int identity_repeatable(uint64_t cell, struct fault *fault)
{
    cpu_set_t may, one;

    if (personality(ADDR_NO_RANDOMIZE) < 0)
        return fault_set(fault, "personality", errno);
    if (sched_getaffinity(0, sizeof(may), &may) < 0)
        return fault_set(fault, "sched_getaffinity", errno);
    uint64_t skip = cell % (uint64_t)CPU_COUNT(&may);
    int processor = 0;
    while (!CPU_ISSET((size_t)processor, &may) || skip-- > 0)
        processor++;
    CPU_ZERO(&one);
    CPU_SET((size_t)processor, &one);
    return sched_setaffinity(0, sizeof(one), &one) < 0 ? fault_set(fault, "sched_setaffinity", errno) : 0;
}
