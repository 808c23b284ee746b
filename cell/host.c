#include "host.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "sys.h"

enum {
    KERNEL_MAJOR = 5,
    KERNEL_MINOR = 14,
    FDS_PER_CELL = 64, /* 25 on v1, and the 33 of a LIST of the greatest depth */
    FDS_OF_OURS = 512, /* keepers, and network namespaces on the shelf */
    SLOTS = 64,
    BACKLOG = 128,
};

static int check_kernel(struct fault *fault)
{
    static const char *const namespaces[] = {"mnt", "pid", "net", "ipc", "uts", "cgroup", "user", "time"};
    struct utsname host;
    int major = 0, minor = 0;
    char path[40];

    if (uname(&host) < 0 || sscanf(host.release, "%d.%d", &major, &minor) != 2 || major < KERNEL_MAJOR ||
        (major == KERNEL_MAJOR && minor < KERNEL_MINOR))
        return fault_say(fault, "host", 0, "Linux %d.%d or later is needed, this is %.60s", KERNEL_MAJOR, KERNEL_MINOR,
                         host.release);
    for (size_t i = 0; i < sizeof(namespaces) / sizeof(namespaces[0]); i++) {
        snprintf(path, sizeof(path), "/proc/self/ns/%s", namespaces[i]);
        if (access(path, F_OK) < 0)
            return fault_say(fault, "host", 0, "this kernel was built without %s namespaces, or /proc is not mounted",
                             namespaces[i]);
    }
    return 0;
}

int host_check(const struct config *config, struct fault *fault)
{
    struct rlimit files;

    if (geteuid() != 0)
        return fault_say(fault, "host", 0, "only root can make cells; start it as root");
    if (check_kernel(fault) < 0)
        return -1;
    if (getrlimit(RLIMIT_NOFILE, &files) < 0)
        return fault_set(fault, "getrlimit", errno);
    uint64_t needed = config->cells_max * FDS_PER_CELL + FDS_OF_OURS;
    if (needed < config->open_files_max)
        needed = config->open_files_max;
    if (files.rlim_max < needed)
        return fault_say(fault, "host", 0, "cells_max and open_files_max need %llu open files; the hard limit is %llu",
                         (unsigned long long)needed, (unsigned long long)files.rlim_max);
    files.rlim_cur = files.rlim_max;
    return setrlimit(RLIMIT_NOFILE, &files) < 0 ? fault_set(fault, "setrlimit", errno) : 0;
}

void host_prefer_us(void)
{
    const struct sched_param lowest = {.sched_priority = 1};

    mlockall(MCL_CURRENT | MCL_ONFAULT); /* no page that nobody has touched: each is copied into every cell */
    prctl(PR_SET_TIMERSLACK, 1);
    setpriority(PRIO_PROCESS, 0, -20);
    sched_setscheduler(0, SCHED_RR | SCHED_RESET_ON_FORK, &lowest);
}

unsigned host_processors(void)
{
    long online = sysconf(_SC_NPROCESSORS_ONLN);

    return online < 1 ? 1 : (unsigned)online;
}

/* The directory of the slots' locks; -1 on a fault. */
static int open_slots(struct fault *fault)
{
    static const char directory[] = "/run/freehold";
    struct stat found;

    if (mkdir(directory, 0755) < 0 && errno != EEXIST)
        return fault_say(fault, "slot", errno, "%s", directory);
    int at = open(directory, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (at >= 0 && fstat(at, &found) == 0 && found.st_uid == 0 && (found.st_mode & (S_IWGRP | S_IWOTH)) == 0)
        return at;
    if (at >= 0)
        close(at);
    return fault_say(fault, "slot", EPERM, "%s must belong to uid 0 and be writable by nobody else", directory);
}

/* A descriptor of the slot's lock, with `create` made where it is missing; -1 with errno. */
static int open_slot(int directory, int slot, int create)
{
    char name[16];

    snprintf(name, sizeof(name), "slot-%d", slot);
    return openat(directory, name, O_RDWR | create | O_NOFOLLOW | O_CLOEXEC, 0600);
}

int host_slot(struct fault *fault)
{
    AUTOCLOSE int at = open_slots(fault);

    if (at < 0)
        return -1;
    for (int slot = 0; slot < SLOTS; slot++) {
        int fd = open_slot(at, slot, O_CREAT);
        if (fd < 0)
            return fault_say(fault, "slot", errno, "slot-%d", slot);
        if (flock(fd, LOCK_EX | LOCK_NB) == 0)
            return slot; /* the descriptor stays open, and with it the lock */
        close(fd);
    }
    return fault_say(fault, "slot", EAGAIN, "%d daemons are running already", SLOTS);
}

void host_each_free_slot(void (*visit)(unsigned slot))
{
    struct fault unread;
    AUTOCLOSE int at = open_slots(&unread);

    for (int slot = 0; at >= 0 && slot < SLOTS; slot++) {
        AUTOCLOSE int fd = open_slot(at, slot, 0);
        if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0)
            visit((unsigned)slot);
    }
}

/* Gives the socket that we have just made to `peer`. By descriptor and only if it still is that one: the directory may
 * be the peer's, who could have put something else in its place. */
static int give_to(const char *path, uid_t peer, struct fault *fault)
{
    struct stat made;

    AUTOCLOSE int fd = open(path, O_PATH | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &made) < 0)
        return fault_say(fault, "socket", errno, "%.120s", path);
    if (!S_ISSOCK(made.st_mode) || made.st_uid != 0 || made.st_nlink != 1)
        return fault_say(fault, "socket", EPERM, "%.120s was replaced while it was made", path);
    if (fchownat(fd, "", peer, (gid_t)-1, AT_EMPTY_PATH) < 0)
        return fault_say(fault, "socket", errno, "%.120s", path);
    return 0;
}

static int remove_stale(const struct sockaddr_un *address, struct fault *fault)
{
    struct stat found;

    if (lstat(address->sun_path, &found) < 0)
        return errno == ENOENT ? 0 : fault_say(fault, "socket", errno, "%s", address->sun_path);
    if (!S_ISSOCK(found.st_mode))
        return fault_say(fault, "socket", EEXIST, "%s is not a socket", address->sun_path);
    AUTOCLOSE int probe = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (probe < 0)
        return fault_set(fault, "socket", errno);
    if (connect(probe, (const struct sockaddr *)address, sizeof(*address)) == 0 || errno != ECONNREFUSED)
        return fault_say(fault, "socket", EADDRINUSE, "somebody listens on %s", address->sun_path);
    return unlink(address->sun_path) < 0 ? fault_say(fault, "socket", errno, "%s", address->sun_path) : 0;
}

int host_listen(const char *path, uid_t peer, struct fault *fault)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};

    if (strlen(path) >= sizeof(address.sun_path))
        return fault_say(fault, "socket", ENAMETOOLONG, "a path has at most %zu bytes", sizeof(address.sun_path) - 1);
    strcpy(address.sun_path, path);
    if (remove_stale(&address, fault) < 0)
        return -1;
    AUTOCLOSE int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return fault_set(fault, "socket", errno);
    umask(0177);
    if (bind(fd, (const struct sockaddr *)&address, sizeof(address)) < 0)
        return fault_say(fault, "socket", errno, "%s", path);
    umask(022);
    if (give_to(path, peer, fault) < 0)
        return -1;
    return listen(fd, BACKLOG) < 0 ? fault_set(fault, "listen", errno) : hand_on(&fd);
}
