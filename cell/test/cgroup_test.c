/* The cell's groups on this host's own kernel, v1 or v2, whichever it has. Needs root. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "../cell.h"
#include "../cgroup.h"
#include "../cgroup_parts.h"
#include "../cgroup_tree.h"
#include "../host.h"
#include "../sys.h"
#include "check.h"

CHECK_MAIN;

enum { SLOT = 61, MIB = 1024 * 1024, PATIENCE_MS = 10000 };

static const struct ceilings ROOMY = {.memory_bytes = 64ULL * MIB, .processes = 16};
static struct cgroups *groups;
static struct fault fault;

/* A process that joins the group, runs `program` and exits with what it returns. */
static pid_t member(const struct group *group, int (*program)(void))
{
    struct group_joins joins = group_joins(group);
    pid_t pid = sys_clone(0, SIGCHLD, joins.into);
    if (pid != 0)
        return pid;
    for (unsigned i = 0; i < joins.tasks_count; i++)
        if (write(joins.tasks[i], "0", 1) != 1)
            _exit(99);
    _exit(program());
}

static int status_of(pid_t pid)
{
    int status = -1;
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        continue;
    return status;
}

static bool within_patience(bool (*holds)(struct group *), struct group *group)
{
    for (int waited_ms = 0; waited_ms < PATIENCE_MS; waited_ms++) {
        if (holds(group))
            return true;
        poll(NULL, 0, 1);
    }
    return false;
}

static bool is_empty(struct group *group)
{
    return group_empty(group);
}

static bool is_full(struct group *group)
{
    return !group_empty(group);
}

static bool has_killed(struct group *group)
{
    uint32_t kills;
    struct fault unread;
    return group_oom_kills(group, &kills, &unread) == 0 && kills > 0;
}

static int nothing(void)
{
    return 0;
}

static int wait_for_ever(void)
{
    while (getpid() != 0)
        pause();
    return 0;
}

static int burn_50_ms(void)
{
    struct timespec now;
    do
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    while (now.tv_sec == 0 && now.tv_nsec < 50 * 1000 * 1000);
    return 0;
}

/* In a child and a grandchild, which nobody waits for in time: wait4 of the first would not see it. */
static int burn_twice(void)
{
    if (fork() == 0) {
        burn_50_ms();
        _exit(0);
    }
    burn_50_ms();
    wait(NULL);
    return 0;
}

static int touch(size_t bytes)
{
    char *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED)
        return 1;
    for (size_t at = 0; at < bytes; at += 4096)
        ((volatile char *)memory)[at] = 1;
    return 0;
}

static int touch_20_mib(void)
{
    return touch(20U * MIB);
}

static int touch_200_mib(void)
{
    return touch(200U * MIB);
}

/* The parent outlives a child that the kernel kills. */
static int touch_in_a_child(void)
{
    pid_t child = fork();
    if (child == 0)
        _exit(touch_200_mib());
    waitpid(child, NULL, 0);
    return wait_for_ever();
}

static int fork_40_times(void)
{
    int refused = 0;
    for (int i = 0; i < 40; i++) {
        pid_t child = fork();
        if (child == 0)
            wait_for_ever();
        if (child < 0 && errno == EAGAIN)
            refused++;
    }
    return refused > 0 ? wait_for_ever() : 1;
}

static struct group *a_group(struct ceilings ceilings)
{
    struct group *group = group_make(groups, &ceilings, &fault);
    CLAIM_DONE(group != NULL, fault);
    return group;
}

static void end(struct group *group)
{
    CLAIM_DONE(group_kill(group, &fault) == 0, fault);
    CLAIM(within_patience(is_empty, group));
    while (waitpid(-1, NULL, WNOHANG) > 0)
        continue;
    CLAIM(within_patience(group_drop, group));
}

static void a_fresh_group_is_empty_and_goes_at_once(void)
{
    struct group *group = a_group(ROOMY);

    bool empty = group_empty(group);

    CLAIM(empty);
    CLAIM(group_drop(group));
}

static void cpu_of_children_and_grandchildren_counts(void)
{
    struct group *group = a_group(ROOMY);
    uint64_t cpu_ns = 0;

    CLAIM_EQUAL(status_of(member(group, burn_twice)), 0);
    CLAIM_DONE(group_cpu_ns(group, &cpu_ns, &fault) == 0, fault);

    CLAIM(cpu_ns > 98ULL * 1000 * 1000 && cpu_ns < 200ULL * 1000 * 1000);
    end(group);
}

static void the_next_cell_starts_with_all_counters_at_zero(void)
{
    struct group *first = a_group(ROOMY);
    CLAIM_EQUAL(status_of(member(first, burn_50_ms)), 0);
    CLAIM_EQUAL(status_of(member(first, touch_20_mib)), 0);
    end(first);

    struct group *second = a_group(ROOMY);
    struct counters counters;
    CLAIM_DONE(group_read(second, &counters, &fault) == 0, fault);
    uint64_t cpu_ns = counters.cpu_ns;
    CLAIM_EQUAL(status_of(member(second, nothing)), 0);
    CLAIM_DONE(group_read(second, &counters, &fault) == 0, fault);

    CLAIM_EQUAL(cpu_ns, 0);
    CLAIM(counters.memory_peak_bytes < 4ULL * MIB);
    CLAIM_EQUAL(counters.oom_kills, 0);
    end(second);
}

/* What the kernel has for the group, in the scale of its version; 0 where there is no cpu controller for us. */
static long weight_of(const struct group *group)
{
    char text[32] = "0";
    bool second = cgroups_version(groups) == 2;
    int fd =
        group_file(group, second ? CONTROLS_UNIFIED : CONTROLS_CPU, second ? "cpu.weight" : "cpu.shares", O_RDONLY);
    if (fd >= 0) {
        CLAIM(tree_read(fd, text, sizeof text) > 0);
        close(fd);
    }
    return strtol(text, NULL, 10);
}

static void a_group_weighs_what_was_said_and_the_next_one_as_usual(void)
{
    struct group *first = a_group(ROOMY);
    long usual = weight_of(first);
    SKIP_UNLESS(usual != 0 || (end(first), false), "no cpu controller");
    CLAIM_DONE(group_weigh(first, 25, &fault) == 0, fault);
    CLAIM_EQUAL(weight_of(first), usual / 4);
    CLAIM_DONE(group_weigh(first, 1, &fault) == 0, fault);
    CLAIM_EQUAL(weight_of(first), usual / 100);
    end(first);

    struct group *second = a_group(ROOMY); /* in the same lane, on v1 */

    CLAIM_EQUAL(weight_of(second), usual);
    end(second);
}

static void the_peak_of_memory_is_what_was_touched(void)
{
    struct group *group = a_group(ROOMY);
    struct counters counters;

    CLAIM_EQUAL(status_of(member(group, touch_20_mib)), 0);
    CLAIM_DONE(group_read(group, &counters, &fault) == 0, fault);

    if (!counters.memory_peak_sampled)
        CLAIM(counters.memory_peak_bytes >= 20ULL * MIB && counters.memory_peak_bytes < 24ULL * MIB);
    end(group);
}

static void a_kill_for_memory_is_announced_and_counted(void)
{
    struct group *group = a_group(ROOMY);
    uint32_t events;
    int fd = group_oom_fd(group, &events);

    pid_t pid = member(group, touch_in_a_child);
    struct pollfd announced = {.fd = fd, .events = (short)events};
    CLAIM_EQUAL(poll(&announced, 1, PATIENCE_MS), 1);
    CLAIM(within_patience(has_killed, group));

    struct counters counters;
    CLAIM_DONE(group_read(group, &counters, &fault) == 0, fault);
    CLAIM(counters.oom_kills >= 1);
    CLAIM(counters.memory_peak_bytes <= ROOMY.memory_bytes);
    CLAIM_DONE(group_kill(group, &fault) == 0, fault);
    CLAIM(WIFSIGNALED(status_of(pid)));
    end(group);
}

static void processes_beyond_the_ceiling_are_refused_and_counted(void)
{
    struct group *group = a_group(ROOMY);
    struct counters counters = {0};

    pid_t pid = member(group, fork_40_times);
    SKIP_UNLESS(group->files[COUNTER_PIDS_EVENTS] >= 0, "this kernel has no pids.events");
    for (int waited_ms = 0; counters.processes_refused < 25 && waited_ms < PATIENCE_MS; waited_ms++) {
        CLAIM_DONE(group_read(group, &counters, &fault) == 0, fault);
        poll(NULL, 0, 1);
    }

    CLAIM_EQUAL(counters.processes_refused, 25);
    if (group->files[COUNTER_PIDS_PEAK] >= 0)
        CLAIM(counters.processes_peak >= ROOMY.processes && counters.processes_peak <= ROOMY.processes + 1);
    CLAIM_DONE(group_kill(group, &fault) == 0, fault);
    CLAIM(WIFSIGNALED(status_of(pid)));
    end(group);
}

static void kill_reaches_everything_in_the_group(void)
{
    struct group *group = a_group(ROOMY);
    pid_t pids[10];
    for (int i = 0; i < 10; i++)
        pids[i] = member(group, wait_for_ever);
    CLAIM(within_patience(is_full, group));
    for (int i = 0; i < 10; i++) { /* all are in, when none is still our copy on the way */
        char path[64], text[512];
        do {
            snprintf(path, sizeof path, "/proc/%d/cgroup", (int)pids[i]);
            CLAIM(tree_read_file(AT_FDCWD, path, text, sizeof text) > 0);
        } while (strstr(text, "freehold-61/cell-") == NULL);
    }
    poll(NULL, 0, 20);

    CLAIM_DONE(group_kill(group, &fault) == 0, fault);

    for (int i = 0; i < 10; i++) {
        int status = status_of(pids[i]);
        CLAIM(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    }
    end(group);
}

static void a_busy_group_is_not_dropped(void)
{
    struct group *group = a_group(ROOMY);
    pid_t pid = member(group, wait_for_ever);
    CLAIM(within_patience(is_full, group));

    bool dropped = group_drop(group);

    CLAIM(!dropped);
    CLAIM_DONE(group_kill(group, &fault) == 0, fault);
    CLAIM(WIFSIGNALED(status_of(pid)));
    end(group);
}

static int directories_of_cells(void)
{
    int count = 0;
    for (unsigned i = 0; i < groups->count; i++) {
        int copy = tree_open(groups->hierarchies[i].subtree, ".");
        DIR *entries = fdopendir(copy);
        for (struct dirent *entry = readdir(entries); entry != NULL; entry = readdir(entries))
            count += strncmp(entry->d_name, "cell-", 5) == 0;
        closedir(entries);
    }
    return count;
}

static int descriptors(void)
{
    int count = 0;
    DIR *entries = opendir("/proc/self/fd");
    while (readdir(entries) != NULL)
        count++;
    closedir(entries);
    return count;
}

static void nothing_is_left_of_a_group_for_which_no_more_files_can_be_opened(void)
{
    struct rlimit usual, few;
    CLAIM(group_drop(a_group(ROOMY))); /* what stays open for the next is open by now */
    int before = descriptors(), directories = directories_of_cells(), refused = 0;
    int next = fcntl(0, F_DUPFD_CLOEXEC, 0);
    close(next);
    CLAIM(getrlimit(RLIMIT_NOFILE, &usual) == 0);

    struct group *group = NULL;
    for (int more = 0; group == NULL; more++) {
        few = (struct rlimit){.rlim_cur = (rlim_t)(next + more), .rlim_max = usual.rlim_max};
        CLAIM(setrlimit(RLIMIT_NOFILE, &few) == 0);
        group = group_make(groups, &ROOMY, &fault);
        CLAIM(setrlimit(RLIMIT_NOFILE, &usual) == 0);
        if (group != NULL)
            break;
        refused++;
        CLAIM_EQUAL(directories_of_cells(), directories);
        CLAIM_EQUAL(descriptors(), before);
    }

    CLAIM(refused > 3);
    CLAIM(group_drop(group));
    CLAIM_EQUAL(directories_of_cells(), directories);
}

static bool wakes(int timer, int ms)
{
    struct pollfd woken = {.fd = timer, .events = POLLIN};
    return poll(&woken, 1, ms) == 1;
}

static void asking_whether_a_cell_is_dead_kills_nobody_but_pressing_stragglers_does(void)
{
    static struct cell cell;
    cell.control.fd = cell.lifeline = -1;
    for (unsigned i = 0; i < BIRTH_FDS_MAX; i++)
        cell.birth.fds[i] = -1;
    cell.timer.fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
    cell.group = a_group(ROOMY);
    pid_t pid = member(cell.group, wait_for_ever); /* one of whom nobody has told */
    CLAIM(within_patience(is_full, cell.group));

    bool dead = cell_is_dead(&cell);
    CLAIM(!wakes(cell.timer.fd, 20));
    CLAIM(!dead);
    CLAIM_EQUAL(waitpid(pid, NULL, WNOHANG), 0);
    cell_press_stragglers(&cell);

    CLAIM(wakes(cell.timer.fd, PATIENCE_MS));
    CLAIM(WIFSIGNALED(status_of(pid)));
    CLAIM(within_patience(is_empty, cell.group));
    CLAIM(cell_is_dead(&cell));
    close(cell.timer.fd);
    end(cell.group);
}

static void killing_an_empty_group_is_no_fault(void)
{
    struct group *group = a_group(ROOMY);

    int killed = group_kill(group, &fault);

    CLAIM_DONE(killed == 0, fault);
    CLAIM(group_drop(group));
}

static void the_keeper_of_runtime_files_joins_their_group(void)
{
    pid_t pid = fork();
    if (pid == 0) {
        char text[TREE_TEXT_MAX];
        _exit(cgroups_join_runtime_files(groups, &fault) == 0 &&
                      tree_read_file(AT_FDCWD, "/proc/self/cgroup", text, sizeof text) > 0 &&
                      strstr(text, "freehold-61/runtime-files") != NULL
                  ? 0
                  : 1);
    }

    int status = status_of(pid);

    CLAIM_EQUAL(status, 0);
}

static int count_of_cells(void)
{
    int found = 0;
    for (unsigned i = 0; i < groups->count; i++) {
        struct stat state;
        char name[NAME_BYTES];
        for (unsigned number = 0; number < groups->made; number++) {
            snprintf(name, sizeof name, "cell-%u", number);
            found += fstatat(groups->hierarchies[i].subtree, name, &state, 0) == 0;
        }
    }
    return found;
}

static void nothing_is_left_of_dropped_groups(void)
{
    int before = count_of_cells();

    struct group *group = a_group(ROOMY);
    int during = count_of_cells();
    CLAIM(group_drop(group));

    CLAIM_EQUAL(before, 0);
    CLAIM(during >= 1);
    CLAIM_EQUAL(count_of_cells(), 0);
}

static void what_a_killed_daemon_left_is_cleared_by_the_next_of_its_slot(void)
{
    int told[2];
    CLAIM(pipe(told) == 0);
    pid_t daemon = fork();
    if (daemon == 0) { /* a daemon of another slot, with a cell, that ends without a word */
        struct fault unread;
        struct cgroups *theirs = cgroups_open(SLOT + 1, &unread);
        struct group *group = theirs == NULL ? NULL : group_make(theirs, &ROOMY, &unread);
        pid_t cell = group == NULL ? -1 : member(group, wait_for_ever);
        while (group != NULL && group_empty(group))
            continue;
        if (write(told[1], &cell, sizeof cell) != sizeof cell)
            _exit(1);
        _exit(0);
    }
    pid_t cell = -1;
    CLAIM_EQUAL(read(told[0], &cell, sizeof cell), sizeof cell);
    close(told[0]);
    close(told[1]);
    CLAIM_EQUAL(status_of(daemon), 0);
    CLAIM(cell > 1 && kill(cell, 0) == 0);

    struct cgroups *next = cgroups_open(SLOT + 1, &fault);

    CLAIM_DONE(next != NULL, fault);
    for (int waited_ms = 0; kill(cell, 0) == 0 && waited_ms < PATIENCE_MS; waited_ms++) {
        waitpid(cell, NULL, WNOHANG); /* it came to us when its parent ended */
        poll(NULL, 0, 1);
    }
    CLAIM(kill(cell, 0) < 0 && errno == ESRCH);
    cgroups_close(next);
    CLAIM(access("/run/freehold/slot-62.groups", F_OK) < 0);
}

/* Opens the groups of a slot and ends without a word. */
static void leave_groups_behind(unsigned slot)
{
    pid_t daemon = fork();
    if (daemon == 0) {
        struct fault unread;
        _exit(cgroups_open(slot, &unread) == NULL);
    }
    CLAIM_EQUAL(status_of(daemon), 0);
}

static void what_a_killed_daemon_left_is_cleared_by_one_of_another_slot_too(void)
{
    static const char lock[] = "/run/freehold/slot-62", record[] = "/run/freehold/slot-62.groups";
    int held = open(lock, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    CLAIM(held >= 0 && flock(held, LOCK_EX | LOCK_NB) == 0);
    leave_groups_behind(SLOT + 1);

    host_each_free_slot(cgroups_clear_slot);
    bool kept = access(record, F_OK) == 0;
    flock(held, LOCK_UN);
    host_each_free_slot(cgroups_clear_slot);
    bool cleared = access(record, F_OK) < 0;
    unlink(lock);
    close(held);

    CLAIM(kept); /* somebody had the lock */
    CLAIM(cleared);
    for (unsigned i = 0; i < groups->count; i++)
        CLAIM(faccessat(groups->hierarchies[i].parent, "freehold-62", F_OK, 0) < 0 && errno == ENOENT);
}

static void who_controls_programs_weighs_more_than_all_of_them(void)
{
    char of_control[32], of_programs[32];
    SKIP_UNLESS(groups->version == 2 && groups->moved, "not in a unit of our own");
    SKIP_UNLESS(tree_read_file(groups->hierarchies[0].subtree, "cpu.weight", of_programs, sizeof of_programs) > 0,
                "no cpu controller");

    CLAIM(tree_read_file(groups->hierarchies[0].parent, "freehold-61-daemon/cpu.weight", of_control,
                         sizeof of_control) > 0);

    CLAIM(strtol(of_control, NULL, 10) > strtol(of_programs, NULL, 10));
}

static void closing_removes_the_whole_subtree(void)
{
    struct hierarchy seen[HIERARCHIES_MAX];
    unsigned count = groups->count;
    for (unsigned i = 0; i < count; i++) {
        seen[i] = groups->hierarchies[i];
        seen[i].parent = fcntl(groups->hierarchies[i].parent, F_DUPFD_CLOEXEC, 0);
    }

    cgroups_close(groups);

    for (unsigned i = 0; i < count; i++) {
        CLAIM(faccessat(seen[i].parent, "freehold-61", F_OK, 0) < 0 && errno == ENOENT);
        CLAIM(faccessat(seen[i].parent, "freehold-61-daemon", F_OK, 0) < 0 && errno == ENOENT);
        close(seen[i].parent);
    }
}

int main(void)
{
    prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
    groups = cgroups_open(SLOT, &fault);
    if (groups == NULL) {
        printf("FAILED to open: %s: %s (%s)\n0 passed, 1 failed, 0 skipped\n", fault.step, strerror(fault.error),
               fault.text);
        return 1;
    }
    printf("cgroup v%d, %u hierarchies\n", cgroups_version(groups), groups->count);
    RUN(a_fresh_group_is_empty_and_goes_at_once);
    RUN(cpu_of_children_and_grandchildren_counts);
    RUN(the_next_cell_starts_with_all_counters_at_zero);
    RUN(the_peak_of_memory_is_what_was_touched);
    RUN(a_kill_for_memory_is_announced_and_counted);
    RUN(processes_beyond_the_ceiling_are_refused_and_counted);
    RUN(kill_reaches_everything_in_the_group);
    RUN(a_busy_group_is_not_dropped);
    RUN(nothing_is_left_of_a_group_for_which_no_more_files_can_be_opened);
    RUN(asking_whether_a_cell_is_dead_kills_nobody_but_pressing_stragglers_does);
    RUN(killing_an_empty_group_is_no_fault);
    RUN(a_group_weighs_what_was_said_and_the_next_one_as_usual);
    RUN(the_keeper_of_runtime_files_joins_their_group);
    RUN(nothing_is_left_of_dropped_groups);
    RUN(what_a_killed_daemon_left_is_cleared_by_the_next_of_its_slot);
    RUN(what_a_killed_daemon_left_is_cleared_by_one_of_another_slot_too);
    RUN(who_controls_programs_weighs_more_than_all_of_them);
    RUN(closing_removes_the_whole_subtree);
    return check_result();
}
