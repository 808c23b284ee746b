/*
 * What is written and read in a group's directory, on plain directories that look like one: limits in their order,
 * counters of kernels that this host is not, and the v1 kill without any v2 tree. Needs no cgroup; the last test needs
 * v1 and root.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../cgroup_parts.h"
#include "../cgroup_tree.h"
#include "check.h"

CHECK_MAIN;

enum { PATIENCE_MS = 10000 };

static char folder[] = "/tmp/cgroup-files-XXXXXX";
static struct cgroups *groups;
static struct group *group;
static struct fault fault;
static const struct ceilings CEILINGS = {.memory_bytes = 67108864, .processes = 20};

static void put(const char *name, const char *text)
{
    char path[64];
    snprintf(path, sizeof path, "cell-0/%s", name);
    int fd = openat(groups->hierarchies[0].subtree, path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    CLAIM(fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text));
    close(fd);
}

static const char *got(const char *name)
{
    static char text[256];
    char path[64];
    snprintf(path, sizeof path, "cell-0/%s", name);
    CLAIM(tree_read_file(groups->hierarchies[0].subtree, path, text, sizeof text) >= 0);
    return text;
}

static void drop_files(void)
{
    for (unsigned i = 0; i < COUNTERS; i++) {
        if (group->files[i] >= 0)
            close(group->files[i]);
        group->files[i] = -1;
    }
    int dir = openat(groups->hierarchies[0].subtree, "cell-0", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *entries = fdopendir(dir);
    struct dirent *entry;
    while ((entry = readdir(entries)) != NULL)
        if (entry->d_type == DT_REG)
            unlinkat(dir, entry->d_name, 0);
    closedir(entries);
}

/* The files of a fresh leaf, as Linux 6.1 has them. */
static void a_v2_leaf(void)
{
    drop_files();
    groups->version = 2;
    groups->hierarchies[0].controls = CONTROLS_UNIFIED | CONTROLS_MEMORY | CONTROLS_PIDS | CONTROLS_CPUACCT;
    static const char *const EMPTY[] = {"memory.max", "memory.swap.max", "memory.oom.group", "pids.max"};
    for (size_t i = 0; i < sizeof EMPTY / sizeof *EMPTY; i++)
        put(EMPTY[i], "");
    put("cpu.stat", "usage_usec 1234\nuser_usec 1000\nsystem_usec 234\nnr_periods 0\n");
    put("memory.peak", "5242880\n");
    put("memory.current", "4194304\n");
    put("memory.events", "low 0\nhigh 0\nmax 3\noom 1\noom_kill 2\noom_group_kill 1\n");
    put("pids.events", "max 7\n");
}

static struct counters counters_of_v2(void)
{
    struct counters counters;
    CLAIM_DONE(v2_open(group, &fault) == 0, fault);
    CLAIM_DONE(group_read(group, &counters, &fault) == 0, fault);
    return counters;
}

static void v2_writes_every_limit(void)
{
    a_v2_leaf();

    CLAIM_DONE(v2_limit(group, &CEILINGS, &fault) == 0, fault);

    CLAIM(strcmp(got("memory.max"), "67108864") == 0);
    CLAIM(strcmp(got("memory.swap.max"), "0") == 0);
    CLAIM(strcmp(got("memory.oom.group"), "1") == 0);
    CLAIM(strcmp(got("pids.max"), "20") == 0);
}

static void v2_does_without_swap_accounting_but_not_without_a_memory_limit(void)
{
    a_v2_leaf();
    unlinkat(groups->hierarchies[0].subtree, "cell-0/memory.swap.max", 0);
    CLAIM_DONE(v2_limit(group, &CEILINGS, &fault) == 0, fault);

    unlinkat(groups->hierarchies[0].subtree, "cell-0/memory.max", 0);
    int limited = v2_limit(group, &CEILINGS, &fault);

    CLAIM_EQUAL(limited, -1);
    CLAIM_EQUAL(fault.error, ENOENT);
    CLAIM(strstr(fault.text, "memory.max") != NULL);
}

static void v2_counters_are_read_in_their_units(void)
{
    a_v2_leaf();

    struct counters counters = counters_of_v2();

    CLAIM_EQUAL(counters.cpu_ns, 1234000);
    CLAIM_EQUAL(counters.memory_peak_bytes, 5242880);
    CLAIM_EQUAL(counters.memory_now_bytes, 4194304);
    CLAIM(!counters.memory_peak_sampled);
    CLAIM_EQUAL(counters.processes_refused, 7);
    CLAIM_EQUAL(counters.processes_peak, 0);
    CLAIM_EQUAL(counters.oom_kills, 2);
}

static void without_memory_peak_the_greatest_value_met_is_told_and_said_to_be_that(void)
{
    uint64_t seen = 0;
    a_v2_leaf();
    unlinkat(groups->hierarchies[0].subtree, "cell-0/memory.peak", 0);
    group->memory_peak_seen = &seen;
    struct counters counters = counters_of_v2();
    CLAIM_EQUAL(counters.memory_peak_bytes, 4194304);

    put("memory.current", "8000000\n");
    CLAIM_DONE(group_read(group, &counters, &fault) == 0, fault);
    put("memory.current", "100\n");
    CLAIM_DONE(group_read(group, &counters, &fault) == 0, fault);
    group->memory_peak_seen = NULL;

    CLAIM_EQUAL(counters.memory_peak_bytes, 8000000);
    CLAIM(counters.memory_peak_sampled);
}

static void pids_peak_is_read_where_there_is_one(void)
{
    a_v2_leaf();
    put("pids.peak", "9\n");

    CLAIM_EQUAL(counters_of_v2().processes_peak, 9);
}

static bool is_spent(void)
{
    bool spent = false;
    CLAIM_DONE(group_memory_is_spent(group, &spent, &fault) == 0, fault);
    return spent;
}

static void on_v2_memory_is_spent_when_the_group_itself_was_the_cause(void)
{
    a_v2_leaf();
    counters_of_v2();
    CLAIM(is_spent());

    put("memory.events", "low 0\nhigh 0\nmax 3\noom 0\noom_kill 2\noom_group_kill 0\n"); /* the host's, or one above */
    CLAIM(!is_spent());
}

static void on_v1_memory_is_spent_when_the_peak_left_no_room_for_what_may_be_wanted_at_once(void)
{
    bool spent;
    drop_files();
    groups->version = 1;
    groups->hierarchies[0].controls = CONTROLS_MEMORY;
    put("memory.limit_in_bytes", "67108864\n");
    put("memory.max_usage_in_bytes", "67108864\n");
    CLAIM(group_keep(group, COUNTER_MEMORY_PEAK, CONTROLS_MEMORY, "memory.max_usage_in_bytes", O_RDONLY) >= 0);
    CLAIM(is_spent()); /* swap is not accounted here */

    put("memory.max_usage_in_bytes", "67080192\n"); /* seven pages short, for eight that were wanted */
    CLAIM(sysconf(_SC_PAGESIZE) != 4096 || is_spent());
    put("memory.max_usage_in_bytes", "60000000\n");
    CLAIM(!is_spent());
    put("memory.memsw.max_usage_in_bytes", "60000000\n");
    CLAIM(!is_spent());
    put("memory.memsw.max_usage_in_bytes", "67108864\n");
    CLAIM(is_spent());

    put("memory.memsw.max_usage_in_bytes", "most\n");
    CLAIM_EQUAL(group_memory_is_spent(group, &spent, &fault), -1);
    CLAIM_EQUAL(fault.error, EBADMSG);
}

static void a_counter_that_is_not_a_number_is_a_fault(void)
{
    struct counters counters;
    a_v2_leaf();
    put("memory.current", "lots\n");
    CLAIM_DONE(v2_open(group, &fault) == 0, fault);

    int read = group_read(group, &counters, &fault);

    CLAIM_EQUAL(read, -1);
    CLAIM_EQUAL(fault.error, EBADMSG);
}

static void a_missing_counter_is_named(void)
{
    a_v2_leaf();
    unlinkat(groups->hierarchies[0].subtree, "cell-0/cpu.stat", 0);

    int opened = v2_open(group, &fault);

    CLAIM_EQUAL(opened, -1);
    CLAIM(strcmp(fault.text, "cpu.stat") == 0);
}

static void v1_writes_every_limit_and_does_without_swap_accounting(void)
{
    drop_files();
    groups->version = 1;
    groups->hierarchies[0].controls = CONTROLS_MEMORY | CONTROLS_PIDS;
    put("memory.limit_in_bytes", "");
    put("pids.max", "");

    CLAIM_DONE(v1_limit(group, &CEILINGS, &fault) == 0, fault);
    CLAIM(strcmp(got("memory.limit_in_bytes"), "67108864") == 0);
    CLAIM(strcmp(got("pids.max"), "20") == 0);

    put("memory.memsw.limit_in_bytes", "");
    CLAIM_DONE(v1_limit(group, &CEILINGS, &fault) == 0, fault);
    CLAIM(strcmp(got("memory.memsw.limit_in_bytes"), "67108864") == 0);
}

static void v1_keeps_all_its_groups_out_of_swap(void)
{
    groups->version = 1;
    groups->hierarchies[0].controls = CONTROLS_MEMORY;
    put("../memory.swappiness", "");

    CLAIM_DONE(v1_settle(groups, &fault) == 0, fault);

    CLAIM(strcmp(got("../memory.swappiness"), "0") == 0);
    CLAIM_EQUAL(unlinkat(groups->hierarchies[0].subtree, "memory.swappiness", 0), 0);
}

static void a_weight_is_written_in_the_scale_of_its_version(void)
{
    a_v2_leaf();
    put("cpu.weight", "");
    CLAIM_DONE(group_weigh(group, 7, &fault) == 0, fault);
    CLAIM(strcmp(got("cpu.weight"), "7") == 0);

    drop_files();
    groups->version = 1;
    groups->hierarchies[0].controls = CONTROLS_CPU;
    put("cpu.shares", "");
    CLAIM_DONE(group_weigh(group, 25, &fault) == 0, fault);
    CLAIM(strcmp(got("cpu.shares"), "256") == 0);
}

static void without_a_cpu_controller_every_cell_weighs_the_same(void)
{
    a_v2_leaf();
    CLAIM_DONE(group_weigh(group, 7, &fault) == 0, fault);

    drop_files();
    groups->version = 1;
    groups->hierarchies[0].controls = CONTROLS_MEMORY;
    CLAIM_DONE(group_weigh(group, 7, &fault) == 0, fault);
}

static void a_link_in_place_of_a_file_is_not_followed(void)
{
    a_v2_leaf();
    unlinkat(groups->hierarchies[0].subtree, "cell-0/memory.max", 0);
    CLAIM(symlinkat("pids.max", groups->hierarchies[0].subtree, "cell-0/memory.max") == 0);

    int limited = v2_limit(group, &CEILINGS, &fault);

    unlinkat(groups->hierarchies[0].subtree, "cell-0/memory.max", 0);
    CLAIM_EQUAL(limited, -1);
    CLAIM_EQUAL(fault.error, ELOOP);
}

/* Holds up who kills, by the list of a group's processes, and moves the freezer's file meanwhile: it cannot be opened again. */
static void hold_up_who_kills(int at)
{
    int list = openat(at, "cgroup.procs", O_WRONLY); /* waits until it is opened to be read */
    _exit(list < 0 || renameat(at, "freezer.state", at, "moved") < 0);
}

static void whom_freezing_killed_are_thawed_though_no_file_can_be_opened_any_more(void)
{
    int status = 0;
    drop_files();
    put("freezer.state", "THAWED");
    int at = openat(groups->hierarchies[0].subtree, "cell-0", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    CLAIM(mkfifoat(at, "cgroup.procs", 0600) == 0);
    pid_t pid = fork();
    if (pid == 0)
        hold_up_who_kills(at);

    int killed = tree_kill(at, &fault);

    CLAIM(waitpid(pid, &status, 0) == pid && status == 0);
    unlinkat(at, "cgroup.procs", 0);
    close(at);
    CLAIM_DONE(killed == 0, fault);
    CLAIM(strcmp(got("moved"), "THAWED") == 0);
}

static void on_v1_freezing_kills_where_there_is_no_v2_tree(void)
{
    struct hierarchy freezer;
    SKIP_UNLESS(geteuid() == 0 && hierarchy_find(&freezer, "freezer", &fault) == 1, "no freezer of v1, or not root");
    CLAIM_DONE(hierarchy_enter(&freezer, 60, &fault) == 0, fault);
    pid_t pids[10];
    for (int i = 0; i < 10; i++) {
        pids[i] = fork();
        if (pids[i] == 0) {
            tree_write(freezer.subtree, "cgroup.procs", "0", &fault);
            for (int child = 0; child < 4; child++) /* a small storm, so that some are born meanwhile */
                fork();
            for (;;)
                pause();
        }
    }
    for (int waited_ms = 0; tree_empty(freezer.subtree) && waited_ms < PATIENCE_MS; waited_ms++)
        poll(NULL, 0, 1);

    for (int waited_ms = 0; !tree_empty(freezer.subtree) && waited_ms < PATIENCE_MS; waited_ms++) {
        CLAIM_DONE(tree_kill(freezer.subtree, &fault) == 0, fault);
        poll(NULL, 0, 1);
    }

    CLAIM(tree_empty(freezer.subtree));
    for (int i = 0; i < 10; i++) {
        int status = 0;
        if (waitpid(pids[i], &status, WNOHANG) == 0) { /* killed on its way in? then it is out there still */
            kill(pids[i], SIGKILL);
            waitpid(pids[i], &status, 0);
        }
        CLAIM(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    }
    hierarchy_clear(&freezer, 60);
    CLAIM(faccessat(freezer.parent, "freehold-60", F_OK, 0) < 0);
    hierarchy_close(&freezer);
}

int main(void)
{
    groups = calloc(1, sizeof *groups);
    group = calloc(1, sizeof *group);
    if (groups == NULL || group == NULL || mkdtemp(folder) == NULL)
        return 1;
    groups->count = 1;
    groups->hierarchies[0].subtree = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    group->groups = groups;
    mkdirat(groups->hierarchies[0].subtree, "cell-0", 0700);
    for (unsigned i = 0; i < COUNTERS; i++)
        group->files[i] = -1;

    RUN(v2_writes_every_limit);
    RUN(v2_does_without_swap_accounting_but_not_without_a_memory_limit);
    RUN(v2_counters_are_read_in_their_units);
    RUN(without_memory_peak_the_greatest_value_met_is_told_and_said_to_be_that);
    RUN(pids_peak_is_read_where_there_is_one);
    RUN(on_v2_memory_is_spent_when_the_group_itself_was_the_cause);
    RUN(on_v1_memory_is_spent_when_the_peak_left_no_room_for_what_may_be_wanted_at_once);
    RUN(a_counter_that_is_not_a_number_is_a_fault);
    RUN(a_missing_counter_is_named);
    RUN(v1_writes_every_limit_and_does_without_swap_accounting);
    RUN(v1_keeps_all_its_groups_out_of_swap);
    RUN(a_weight_is_written_in_the_scale_of_its_version);
    RUN(without_a_cpu_controller_every_cell_weighs_the_same);
    RUN(a_link_in_place_of_a_file_is_not_followed);
    RUN(whom_freezing_killed_are_thawed_though_no_file_can_be_opened_any_more);
    RUN(on_v1_freezing_kills_where_there_is_no_v2_tree);

    drop_files();
    unlinkat(groups->hierarchies[0].subtree, "cell-0", AT_REMOVEDIR);
    rmdir(folder);
    free(group);
    free(groups);
    return check_result();
}
