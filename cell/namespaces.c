#include "namespaces.h"

#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "identity.h"
#include "sys.h"

int namespace_network(int lent, struct fault *fault)
{
    int result = lent >= 0 ? setns(lent, CLONE_NEWNET) : unshare(CLONE_NEWNET);

    return result < 0 ? fault_set(fault, "network namespace", errno) : 0;
}

int namespace_mounts(struct fault *fault)
{
    return unshare(CLONE_NEWNS) < 0 ? fault_set(fault, "unshare(NEWNS)", errno) : 0;
}

int namespace_processes(struct fault *fault)
{
    return unshare(CLONE_NEWPID) < 0 ? fault_set(fault, "unshare(NEWPID)", errno) : 0;
}

int namespace_ipc(struct fault *fault)
{
    return unshare(CLONE_NEWIPC) < 0 ? fault_set(fault, "unshare(NEWIPC)", errno) : 0;
}

int namespace_host_name(struct fault *fault)
{
    static const char name[] = "cell";
    static const char domain[] = "(none)"; /* what a kernel starts with */

    if (unshare(CLONE_NEWUTS) < 0)
        return fault_set(fault, "unshare(NEWUTS)", errno);
    if (sethostname(name, sizeof(name) - 1) < 0 || setdomainname(domain, sizeof(domain) - 1) < 0)
        return fault_set(fault, "sethostname", errno);
    return 0;
}

int namespace_uptime(int proc, struct fault *fault)
{
    struct timespec monotonic, boot;
    char offsets[80];

    if (unshare(CLONE_NEWTIME) < 0)
        return fault_set(fault, "unshare(NEWTIME)", errno);
    clock_gettime(CLOCK_MONOTONIC, &monotonic);
    clock_gettime(CLOCK_BOOTTIME, &boot);
    snprintf(offsets, sizeof(offsets), "monotonic -%lld 0\nboottime -%lld 0\n", (long long)monotonic.tv_sec,
             (long long)boot.tv_sec);
    if (write_file_at(proc, "self/timens_offsets", offsets) < 0)
        return fault_set(fault, "timens_offsets", errno);
    return 0;
}

int namespace_cgroup(struct fault *fault)
{
    return unshare(CLONE_NEWCGROUP) < 0 ? fault_set(fault, "unshare(NEWCGROUP)", errno) : 0;
}

int namespace_user(struct fault *fault)
{
    return unshare(CLONE_NEWUSER) < 0 ? fault_set(fault, "unshare(NEWUSER)", errno) : 0;
}

int namespace_map_user(int proc, pid_t program, uid_t uid, struct fault *fault)
{
    static const char *const files[] = {"setgroups", "uid_map", "gid_map"};
    char path[40], map[40];

    snprintf(map, sizeof(map), "%d %u 1", IDENTITY_INSIDE, uid);
    for (unsigned i = 0; i < 3; i++) {
        snprintf(path, sizeof(path), "%d/%s", program, files[i]);
        if (write_file_at(proc, path, i == 0 ? "deny" : map) < 0)
            return fault_set(fault, files[i], errno);
    }
    return 0;
}
