#include "cgroup_tree.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sys.h"

enum { DEPTH_MAX = 8, CLEAR_MS_MAX = 2000, CLEAR_PAUSE_MS = 5, FREEZE_LOOKS = 64, KILL_ROUNDS = 16 };

int tree_open(int at, const char *name)
{
    return openat(at, *name == '\0' ? "." : name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

int tree_file(int at, const char *name, int flags)
{
    return openat(at, name, flags | O_NOFOLLOW | O_CLOEXEC);
}

/* The kernel's seq_file cuts a read short only at the end, or before a line that would not fit (fs/seq_file.c). */
enum { LINE_MAX_BYTES = 256 };

int tree_read(int fd, char *text, size_t size)
{
    size_t used = 0;
    text[0] = '\0';
    while (used + 1 < size) {
        ssize_t got = pread(fd, text + used, size - 1 - used, (off_t)used);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return -1;
        size_t wanted = size - 1 - used;
        used += (size_t)got;
        text[used] = '\0';
        if (got == 0 || wanted - (size_t)got >= LINE_MAX_BYTES)
            break;
    }
    return (int)used;
}

int tree_read_file(int at, const char *name, char *text, size_t size)
{
    text[0] = '\0';
    int fd = tree_file(at, name, O_RDONLY);
    if (fd < 0)
        return -1;
    int got = tree_read(fd, text, size);
    int error = errno;
    close(fd);
    errno = error;
    return got;
}

int tree_write(int at, const char *name, const char *value, struct fault *fault)
{
    int fd = tree_file(at, name, O_WRONLY);
    if (fd < 0)
        return fault_say(fault, "cgroup: open for writing", errno, "%s", name);
    ssize_t put;
    do
        put = write(fd, value, strlen(value));
    while (put < 0 && errno == EINTR);
    int error = errno;
    close(fd);
    if (put != (ssize_t)strlen(value))
        return fault_say(fault, "cgroup: write", put < 0 ? error : EIO, "\"%s\" to %s", value, name);
    return 0;
}

/* Sends SIGKILL to each process listed in the group; says how many there were. 0 and 1 are never ours: 0 stands for a
 * process that we cannot see, and kill(2) would take it for our own group. */
static int kill_listed(int at)
{
    int fd = tree_file(at, "cgroup.procs", O_RDONLY);
    if (fd < 0)
        return 0;
    FILE *list = fdopen(fd, "r");
    if (list == NULL) {
        close(fd);
        return 0;
    }
    int seen = 0;
    char line[32];
    while (fgets(line, sizeof line, list) != NULL) {
        long pid = strtol(line, NULL, 10);
        if (pid > 1 && pid != getpid()) {
            kill((pid_t)pid, SIGKILL);
            seen++;
        }
    }
    fclose(list);
    return seen;
}

/* Calls `act` on every group directly below. */
static int each_below(int at, int (*act)(int at, const char *name, int depth), int depth)
{
    int copy = tree_open(at, ".");
    if (copy < 0)
        return 0;
    DIR *entries = fdopendir(copy);
    if (entries == NULL) {
        close(copy);
        return 0;
    }
    int sum = 0;
    struct dirent *entry;
    while ((entry = readdir(entries)) != NULL)
        if (entry->d_type == DT_DIR && entry->d_name[0] != '.')
            sum += act(at, entry->d_name, depth);
    closedir(entries);
    return sum;
}

static int kill_below(int at, const char *name, int depth)
{
    int dir = depth > DEPTH_MAX ? -1 : tree_open(at, name);
    if (dir < 0)
        return 0;
    int seen = kill_listed(dir) + each_below(dir, kill_below, depth + 1);
    close(dir);
    return seen;
}

static int remove_below(int at, const char *name, int depth)
{
    int dir = depth > DEPTH_MAX ? -1 : tree_open(at, name);
    if (dir >= 0) {
        each_below(dir, remove_below, depth + 1);
        close(dir);
    }
    unlinkat(at, name, AT_REMOVEDIR);
    return 0;
}

static bool put_state(int freezer, const char *state)
{
    ssize_t put;
    do
        put = pwrite(freezer, state, strlen(state), 0);
    while (put < 0 && errno == EINTR);
    return put == (ssize_t)strlen(state);
}

/* On v1 a frozen process takes the signal when it is thawed; but frozen it cannot fork meanwhile, nor end and lend its
 * number. */
static bool freeze(int freezer)
{
    char state[32];
    if (!put_state(freezer, "FROZEN"))
        return false;
    for (int look = 0; look < FREEZE_LOOKS; look++) {
        if (tree_read(freezer, state, sizeof state) > 0 && strcmp(state, "FROZEN\n") == 0)
            return true;
        sched_yield();
    }
    return true; /* still freezing: what escapes us now is killed by the next call */
}

int tree_kill(int at, struct fault *fault)
{
    if (faccessat(at, "cgroup.kill", W_OK, 0) == 0)
        return tree_write(at, "cgroup.kill", "1", fault);
    int freezer =
        tree_file(at, "freezer.state", O_RDWR); /* one for both: who is frozen must not stay so for want of another */
    bool frozen = freezer >= 0 && freeze(freezer);
    if (frozen)
        kill_below(at, ".", 0);
    bool thawed = !frozen || put_state(freezer, "THAWED");
    int error = errno;
    if (freezer >= 0)
        close(freezer);
    if (frozen)
        return thawed ? 0 : fault_set(fault, "cgroup: thaw whom we killed", error);
    for (int round = 0; round < KILL_ROUNDS && kill_below(at, ".", 0) > 0; round++)
        sched_yield();
    return 0;
}

bool tree_empty(int at)
{
    char text[TREE_TEXT_MAX];
    int got = tree_read_file(at, "cgroup.procs", text, sizeof text);
    return got == 0 || (got < 0 && (errno == ENOENT || errno == ENODEV));
}

int tree_clear(int at, const char *name, struct fault *fault)
{
    uint64_t until = now_ns() + CLEAR_MS_MAX * UINT64_C(1000000);
    do {
        int dir = tree_open(at, name);
        if (dir < 0)
            return errno == ENOENT ? 0 : fault_say(fault, "cgroup: open what was left", errno, "%s", name);
        int killed = tree_kill(dir, fault);
        close(dir);
        if (killed < 0)
            return -1;
        remove_below(at, name, 0);
        if (faccessat(at, name, F_OK, 0) < 0 && errno == ENOENT)
            return 0;
        poll(NULL, 0, CLEAR_PAUSE_MS);
    } while (now_ns() < until);
    return fault_say(fault, "cgroup: remove what was left", EBUSY, "%s", name);
}
