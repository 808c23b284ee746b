/* The daemon as a worker meets it: real cells on this host. Needs root. `cell_test DAEMON PROBE`. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "../cgroup_parts.h"
#include "../cgroup_tree.h"
#include "check.h"
#include "world.h"

CHECK_MAIN;

/* Generous: they tell "soon" from "never". How soon is measured by the benchmark, on a machine that does nothing else.
 */
enum { STAYING = 4 /* three keepers and the sweeper */, LATE_US_MAX = 200 * 1000, DEAD_MS_MAX = 30000 };

static struct world world;
static struct outcome outcome;
static const char *daemon_binary, *probe_binary;

static void run_with(const struct prepare *prepare, struct run run, const char *name, const char *argument)
{
    run.arguments[0] = "/bin/probe";
    run.arguments[1] = name;
    run.arguments[2] = argument;
    world_run(&world, prepare, &run, &outcome);
}

static void run(const char *name, const char *argument)
{
    run_with(&MODEST, (struct run){0}, name, argument);
}

static const char *said(void)
{
    return outcome.output[0];
}

static bool says(const char *text)
{
    return strstr(said(), text) != NULL;
}

static uint64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

/* Whether `pid` runs nothing any more, within `ms`. A zombie that the host's own pid 1 is slow to reap does not. */
static bool ends_soon(pid_t pid, int ms)
{
    char path[40], target[400];
    snprintf(path, sizeof path, "/proc/%d/exe", pid);
    for (uint64_t until = now_ms() + (uint64_t)ms; now_ms() <= until; poll(NULL, 0, 1))
        if (readlink(path, target, sizeof target) < 0)
            return true;
    return false;
}

/* Whether it runs our daemon's program or the probe, or nothing any more: another daemon may have our slot by now. */
static bool is_ours(const char *pid)
{
    char path[300], target[4096], *daemon = realpath(daemon_binary, NULL);
    snprintf(path, sizeof path, "/proc/%s/exe", pid);
    ssize_t length = readlink(path, target, sizeof target - 1);
    target[length < 0 ? 0 : length] = '\0';
    const char *name = strrchr(target, '/');
    bool ours = name == NULL || strcmp(name, "/probe") == 0 || (daemon != NULL && strcmp(target, daemon) == 0);
    free(daemon);
    return ours;
}

/* The host's pids of processes whose uid is in our daemon's range. */
static int cell_processes(pid_t *pids, int most)
{
    const unsigned long first = 0x70000000UL + (unsigned long)world.slot * 0x20000;
    int count = 0;
    DIR *proc = opendir("/proc");
    for (struct dirent *entry = readdir(proc); entry != NULL; entry = readdir(proc)) {
        char path[300], status[4096] = "";
        if (entry->d_name[0] < '0' || entry->d_name[0] > '9')
            continue;
        snprintf(path, sizeof path, "/proc/%s/status", entry->d_name);
        int fd = open(path, O_RDONLY | O_CLOEXEC);
        if (fd < 0)
            continue;
        ssize_t got = read(fd, status, sizeof status - 1);
        close(fd);
        const char *uid = got > 0 ? strstr(status, "\nUid:") : NULL;
        if (uid != NULL && strtoul(uid + 5, NULL, 10) - first < 0x20000 && count < most && is_ours(entry->d_name))
            pids[count++] = (pid_t)atoi(entry->d_name);
    }
    closedir(proc);
    return count;
}

/* The same once there are two: the program may be at work while init is still giving up what it has. */
static int program_and_init(pid_t *pids, int most)
{
    int count = cell_processes(pids, most);
    for (uint64_t until = now_ms() + DEAD_MS_MAX; count < 2 && now_ms() <= until; poll(NULL, 0, 1))
        count = cell_processes(pids, most);
    return count;
}

/* -- what a program is -- */

static void a_program_says_hello_and_ends(void)
{
    run("echo", "hello");

    CLAIM_EQUAL(outcome.ended_by, FRAME_EXIT);
    CLAIM_EQUAL(outcome.cause, CAUSE_ITSELF);
    CLAIM(strcmp(said(), "hello\n") == 0);
    CLAIM_EQUAL(outcome.stdout_bytes, 6);
    CLAIM(outcome.cpu_us > 0 && outcome.wall_us > 0 && outcome.memory_peak_bytes > 0);
}

static void its_exit_code_is_told(void)
{
    run("exit", "7");

    CLAIM_EQUAL(outcome.exit_code, 7);
    CLAIM_EQUAL(outcome.signal, 0);
}

static void its_signal_is_told(void)
{
    run("signal", "11");

    CLAIM_EQUAL(outcome.cause, CAUSE_ITSELF);
    CLAIM_EQUAL(outcome.exit_code, 0);
    CLAIM_EQUAL(outcome.signal, SIGSEGV);
}

static void it_has_no_privilege_of_any_kind(void)
{
    run("cat", "/proc/self/status");

    CLAIM(says("CapInh:\t0000000000000000") && says("CapPrm:\t0000000000000000") && says("CapEff:\t0000000000000000"));
    CLAIM(says("CapBnd:\t0000000000000000") && says("CapAmb:\t0000000000000000"));
    CLAIM(says("NoNewPrivs:\t1") && says("Seccomp:\t2") && says("Groups:\t \n"));
    CLAIM(says("SigBlk:\t0000000000000000") && says("SigIgn:\t0000000000000000"));
}

static void it_sees_itself_alone_on_a_host_named_cell(void)
{
    long up = -1;
    run("identity", NULL);

    CLAIM(says("pid 2 ppid 0 sid 2 uid 1000 gid 1000 host cell domain (none) cwd /work umask 022 up "));
    CLAIM(sscanf(strstr(said(), "up "), "up %ld", &up) == 1);
    CLAIM(up >= 0 && up * 1000 <= DEAD_MS_MAX); /* begun with the cell, not with the host */
}

static void only_one_id_is_mapped(void)
{
    run("cat", "/proc/self/uid_map");

    CLAIM(says("      1000 "));
    CLAIM_EQUAL(strtoul(said() + 10, NULL, 10) >= 0x70000000UL, 1);
    CLAIM(says("          1\n"));
}

static void it_has_three_descriptors(void)
{
    run("descriptors", NULL);

    CLAIM(strcmp(said(), "0 1 2 \n") == 0);
}

static void it_has_no_environment_but_what_was_sent(void)
{
    run_with(&MODEST, (struct run){.environment = {"A=b", "LANG=C.UTF-8"}}, "environment", NULL);

    CLAIM(strcmp(said(), "A=b\nLANG=C.UTF-8\n") == 0);
}

static void it_sees_read_only_mounts_and_a_disk_of_its_own(void)
{
    run("cat", "/proc/self/mountinfo");

    CLAIM(says(" / / ro,nosuid,nodev") && says(" /bin ro,nosuid,nodev") && says(" /dev ro,nosuid,noexec"));
    CLAIM(says(" /work rw,nosuid,nodev") && says(" /tmp rw,nosuid,nodev") && says(" /dev/shm rw,nosuid,nodev,noexec"));
    CLAIM(says("hidepid=invisible,subset=pid"));
    CLAIM(!says("shared:") && !says("master:") && !says("/sys") && !says("cgroup"));
}

static void its_cgroups_show_no_way_out(void)
{
    run("cat", "/proc/self/cgroup");

    CLAIM(says(":/\n"));
    CLAIM(!says("freehold") && !says(".."));
}

static void it_is_refused(const char *what, const char *answer)
{
    run("try", what);

    CLAIM(says(answer));
}

static void it_can_do_nothing_to_the_host(void)
{
    it_is_refused("unshare", "Operation not permitted");
    it_is_refused("inet", "Address family not supported");
    it_is_refused("chmod-null", "Read-only file system");
    it_is_refused("write-root", "Read-only file system");
    it_is_refused("kill-init", "Operation not permitted");
    it_is_refused("sethostname", "Operation not permitted");
    it_is_refused("exec-shm", "Operation not permitted");
}

static void honest_things_are_open(void)
{
    it_is_refused("unix", "OPEN");
    it_is_refused("null", "OPEN");
    it_is_refused("stdin", "OPEN");
    it_is_refused("stdout", "OPEN");
}

static void a_forbidden_call_ends_it_and_is_named(void)
{
    run("try", "mount");

    CLAIM_EQUAL(outcome.cause, CAUSE_FORBIDDEN);
    CLAIM_EQUAL(outcome.denied_syscall, SYS_mount);
    CLAIM(outcome.denied_arch != 0);
}

static void a_forbidden_call_that_signals_take_back_ends_it_all_the_same(void)
{
    for (int attempt = 0; attempt < 20; attempt++) {
        run("interrupted", NULL);

        CLAIM_EQUAL(outcome.cause, CAUSE_FORBIDDEN);
        CLAIM_EQUAL(outcome.denied_syscall, SYS_mount);
    }
}

static void full_proc_tells_of_the_machine_but_not_of_the_host(void)
{
    struct prepare full = MODEST;
    full.root = "full";
    run_with(&full, (struct run){0}, "cat", "/proc/meminfo");
    CLAIM(says("MemTotal:"));

    run_with(&full, (struct run){0}, "cat", "/proc/kallsyms");
    CLAIM_EQUAL(outcome.stdout_bytes, 0);
    run_with(&full, (struct run){0}, "cat", "/proc/1/status");
    CLAIM(says("No such file"));
}

static void a_cache_shows_its_lower_files_and_keeps_changes_to_itself(void)
{
    struct prepare cached = MODEST;
    cached.root = "cached";
    run_with(&cached, (struct run){0}, "cat", "/cache/old");
    CLAIM(strcmp(said(), "lower\n") == 0);

    run_with(&cached, (struct run){0}, "fill", "/cache/new");
    CLAIM_EQUAL(outcome.signal, SIGXFSZ);
    CLAIM_EQUAL(outcome.disk_peak_bytes, cached.file_bytes);
    run_with(&cached, (struct run){0}, "cat", "/cache/new");
    CLAIM(says("No such file"));
}

/* -- limits -- */

static void cpu_of_all_threads_counts(void)
{
    run_with(&MODEST, (struct run){.cpu_us = 300000, .wall_us = 30000000}, "burn", "4");

    CLAIM_EQUAL(outcome.cause, CAUSE_CPU);
    CLAIM_EQUAL(outcome.signal, SIGKILL);
    CLAIM(outcome.cause_value >= 300000 && outcome.cause_value < 330000);
    CLAIM(outcome.late_us <= LATE_US_MAX);
}

static void wall_time_ends_a_sleeper(void)
{
    run_with(&MODEST, (struct run){.wall_us = 200000}, "pause", NULL);

    CLAIM_EQUAL(outcome.cause, CAUSE_WALL);
    CLAIM(outcome.cause_value >= 200000 && outcome.late_us <= LATE_US_MAX);
    CLAIM(outcome.cpu_us < 100000);
}

static void output_is_exact_to_the_byte(void)
{
    run_with(&MODEST, (struct run){.output_bytes = 100000}, "flood", "100000");
    CLAIM_EQUAL(outcome.cause, CAUSE_ITSELF);
    CLAIM_EQUAL(outcome.received[0], 100000);

    run_with(&MODEST, (struct run){.output_bytes = 100000}, "flood", "100001");
    CLAIM_EQUAL(outcome.cause, CAUSE_STDOUT);
    CLAIM_EQUAL(outcome.received[0], 100000);
    CLAIM_EQUAL(outcome.stdout_bytes, 100000);
}

static void each_stream_has_its_own_limit(void)
{
    struct run both = {.arguments = {"/bin/probe", "flood", "70001", "2"}, .output_bytes = 70000};
    world_run(&world, &MODEST, &both, &outcome);

    CLAIM_EQUAL(outcome.cause, CAUSE_STDERR);
    CLAIM_EQUAL(outcome.received[1], 70000);
    CLAIM_EQUAL(outcome.received[0], 0);
}

static void memory_ends_it(void)
{
    run("eat", "0");

    CLAIM_EQUAL(outcome.cause, CAUSE_MEMORY);
    CLAIM_EQUAL(outcome.cause_value, MODEST.memory_bytes);
    CLAIM(outcome.oom_kills >= 1);
}

static void memory_in_a_child_ends_the_parent_too(void)
{
    run("eat", "1");

    CLAIM_EQUAL(outcome.cause, CAUSE_MEMORY);
}

/* Gives all cells together so much memory; false where that cannot be told from here. */
static bool give_all_cells(const char *v1, const char *v2)
{
    struct cgroups *groups = calloc(1, sizeof *groups);
    struct hierarchy *found = &groups->hierarchies[0];
    struct fault fault;
    char file[64];
    bool second = v2_find(groups, &fault) == 1, given = false;
    if (second || hierarchy_find(found, "memory", &fault) == 1) {
        snprintf(file, sizeof file, "freehold-%d/memory.%s", world.slot, second ? "max" : "limit_in_bytes");
        given = tree_write(found->parent, file, second ? v2 : v1, &fault) == 0;
        hierarchy_close(found);
    }
    free(groups);
    return given;
}

static void who_is_killed_below_its_limit_for_want_of_memory_elsewhere_is_not_charged(void)
{
    SKIP_UNLESS(give_all_cells("33554432", "33554432"), "the daemon's groups are in another place");

    run("eat", "0");
    CLAIM_EQUAL(outcome.ended_by, FRAME_FAULT);
    CLAIM(strcmp(outcome.step, "memory of the host") == 0);
    run("eat", "1");
    CLAIM_EQUAL(outcome.ended_by, FRAME_FAULT);

    CLAIM(give_all_cells("-1", "max"));
    run("eat", "0");
    CLAIM_EQUAL(outcome.cause, CAUSE_MEMORY);
}

static void a_full_disk_counts_as_memory_of_its_own(void)
{
    struct prepare big = MODEST;
    big.disk_bytes = 128 << 20;
    big.file_bytes = 128 << 20;
    run_with(&big, (struct run){0}, "fill", "/tmp/file");

    CLAIM_EQUAL(outcome.cause, CAUSE_MEMORY);
}

static void a_fork_bomb_is_held_and_dies(void)
{
    struct prepare roomy = MODEST;
    roomy.memory_bytes = 512 << 20; /* of the kernel, for those that it has not yet cleared away */
    run_with(&roomy, (struct run){.cpu_us = 400000}, "bomb", NULL);

    CLAIM_EQUAL(outcome.cause, CAUSE_CPU);
    CLAIM(outcome.processes_refused > 0);
    CLAIM(outcome.processes_peak == 0 || outcome.processes_peak == MODEST.processes);
    CLAIM(outcome.late_us <= LATE_US_MAX);
}

static void the_disk_is_full_when_it_is_full(void)
{
    struct prepare small = MODEST;
    small.disk_bytes = 4 << 20;
    run_with(&small, (struct run){0}, "fill", "/tmp/file");

    CLAIM(says("4194304 No space left on device"));
    CLAIM_EQUAL(outcome.disk_full, 1);
    CLAIM_EQUAL(outcome.disk_peak_bytes, 4 << 20);
}

/* -- endings -- */

/* Waits until the daemon has no more than so many descriptors and children, but not for ever. */
static void settle(int descriptors, int children)
{
    uint64_t until = now_ms() + DEAD_MS_MAX;
    while ((world_children(&world) > children || (descriptors > 0 && world_descriptors(&world) > descriptors)) &&
           now_ms() < until)
        poll(NULL, 0, 1);
}

/* What the kernel tells of it: the number behind this label in a file of its folder in /proc, or -1. */
static long told_of_the_sweeper(const char *file, const char *label)
{
    char path[64], line[100];
    long number = -1;

    snprintf(path, sizeof path, "/proc/%d/%s", world_sweeper(&world), file);
    FILE *told = fopen(path, "re");
    while (told != NULL && fgets(line, sizeof line, told) != NULL)
        if (strncmp(line, label, strlen(label)) == 0)
            number = strtol(line + strlen(label), NULL, 10);
    if (told != NULL)
        fclose(told);
    return number;
}

static long times_that_the_sweeper_waited(void)
{
    return told_of_the_sweeper("status", "voluntary_ctxt_switches:");
}

static long descriptors_that_the_sweeper_has_not_taken(void)
{
    return told_of_the_sweeper("fdinfo/3", "scm_fds:");
}

static void only_a_disk_with_much_on_it_is_freed_elsewhere(void)
{
    struct prepare small = MODEST;
    small.disk_bytes = 4 << 20;
    run("true", NULL);
    settle(0, STAYING);
    long before = times_that_the_sweeper_waited();

    run("true", NULL);
    settle(0, STAYING);
    long after_little = times_that_the_sweeper_waited();
    run_with(&small, (struct run){0}, "fill", "/tmp/file");
    for (uint64_t until = now_ms() + DEAD_MS_MAX; times_that_the_sweeper_waited() == before && now_ms() < until;)
        poll(NULL, 0, 1);

    CLAIM(before > 0);
    CLAIM_EQUAL(after_little, before);
    CLAIM(times_that_the_sweeper_waited() > before);
}

static void no_more_than_some_disks_wait_to_be_freed(void)
{
    enum { DISKS = 30, SOME = 12 };
    struct prepare small = MODEST;
    small.disk_bytes = 4 << 20;
    kill(world_sweeper(&world), SIGSTOP);

    for (int i = 0; i < DISKS; i++)
        run_with(&small, (struct run){0}, "fill", "/tmp/file");
    settle(0, STAYING);
    long waiting = descriptors_that_the_sweeper_has_not_taken();
    kill(world_sweeper(&world), SIGCONT);

    CLAIM(waiting > 0);
    CLAIM(waiting <= 2 * SOME);
}

static void what_holds_the_output_does_not_hold_us(void)
{
    uint64_t before = now_ms();
    run("hold", NULL);

    CLAIM_EQUAL(outcome.cause, CAUSE_ITSELF);
    CLAIM(strcmp(said(), "gone\n") == 0);
    CLAIM(now_ms() - before < 5000);
}

static void a_thousand_zombies_are_nobody(void)
{
    struct prepare many = MODEST;
    many.processes = 1010;
    run_with(&many, (struct run){0}, "zombies", "1000");
    CLAIM(strcmp(said(), "1000\n") == 0);

    run_with(&MODEST, (struct run){0}, "orphans", "300");
    CLAIM(strcmp(said(), "300\n") == 0);
}

static void what_cannot_be_executed_is_told_with_errno(void)
{
    struct run absent = {.arguments = {"/bin/absent"}};
    world_run(&world, &MODEST, &absent, &outcome);
    CLAIM_EQUAL(outcome.cause, CAUSE_NO_EXEC);
    CLAIM_EQUAL(outcome.exit_code, 127);
    CLAIM_EQUAL(outcome.cause_value, ENOENT);

    struct run directory = {.arguments = {"/work"}};
    world_run(&world, &MODEST, &directory, &outcome);
    CLAIM_EQUAL(outcome.cause, CAUSE_NO_EXEC);
    CLAIM_EQUAL(outcome.exit_code, 126);
    CLAIM_EQUAL(outcome.cause_value, EACCES);
}

static void start_pausing(struct worker *worker)
{
    const struct run run = {.arguments = {"/bin/probe", "pause"}};

    CLAIM(worker_connect(worker, &world));
    CLAIM(worker_prepare(worker, &MODEST));
    CLAIM(worker_exec(worker, &run));
    CLAIM(worker_receive(worker) && worker->type == FRAME_STARTED);
    CLAIM(worker_receive(worker) && worker->type == FRAME_OUTPUT);
}

static void kill_ends_it_and_a_signal_reaches_it(void)
{
    struct worker worker;
    start_pausing(&worker);
    worker_send(&worker, FRAME_KILL, NULL, 0);
    worker_outcome(&worker, &outcome);
    worker_close(&worker);
    CLAIM_EQUAL(outcome.cause, CAUSE_KILLED);

    start_pausing(&worker);
    worker_send(&worker, FRAME_SIGNAL, (uint8_t[]){SIGTERM, 0, 0, 0}, 4);
    worker_outcome(&worker, &outcome);
    worker_close(&worker);
    CLAIM_EQUAL(outcome.cause, CAUSE_ITSELF);
    CLAIM_EQUAL(outcome.signal, SIGTERM);
}

static void hanging_up_kills(void)
{
    struct worker worker;
    pid_t pids[8];
    start_pausing(&worker);
    int before = program_and_init(pids, 8);

    worker_close(&worker);

    CLAIM(before >= 2);
    for (int i = 0; i < before; i++)
        CLAIM(ends_soon(pids[i], DEAD_MS_MAX));
}

/* Another writing end of the program's standard output, which outlives it. Init has closed its own. */
static int holder_of_output(void)
{
    pid_t pids[8];
    int held = -1;
    int count = program_and_init(pids, 8);
    for (int i = 0; i < count && held < 0; i++) {
        char path[64];
        snprintf(path, sizeof path, "/proc/%d/fd/1", pids[i]);
        held = open(path, O_WRONLY | O_CLOEXEC);
    }
    CLAIM(held >= 0);
    return held;
}

static void who_holds_the_output_outside_does_not_hold_up_the_end(void)
{
    struct worker worker;
    start_pausing(&worker);
    int held = holder_of_output();

    worker_send(&worker, FRAME_KILL, NULL, 0);
    worker_outcome(&worker, &outcome);

    close(held);
    worker_close(&worker);
    CLAIM_EQUAL(outcome.ended_by, FRAME_EXIT);
    CLAIM_EQUAL(outcome.cause, CAUSE_KILLED);
}

static void all_that_the_dead_wrote_is_forwarded_though_nobody_took_it_while_they_lived(void)
{
    enum { ALL = 1000000, HELD_MAX = 600000, MOMENT_MS = 10 };
    const struct run run = {.arguments = {"/bin/probe", "flood", "1000000"}, .output_bytes = ALL};
    struct worker worker;
    pid_t pids[8];
    size_t taken = 0;
    CLAIM(worker_connect(&worker, &world));
    CLAIM(worker_prepare(&worker, &MODEST));
    CLAIM(worker_exec(&worker, &run));
    CLAIM(worker_receive(&worker) && worker.type == FRAME_STARTED);
    CLAIM(program_and_init(pids, 8) >= 2);
    int held = holder_of_output();

    /* Until pipe, buffers and socket together hold the rest. */
    while (taken < ALL - HELD_MAX || (!ends_soon(pids[0], MOMENT_MS) && !ends_soon(pids[1], MOMENT_MS))) {
        CLAIM(worker_receive(&worker) && worker.type == FRAME_OUTPUT);
        taken += worker.length - 1;
    }
    worker_outcome(&worker, &outcome);

    close(held);
    worker_close(&worker);
    CLAIM_EQUAL(outcome.ended_by, FRAME_EXIT);
    CLAIM_EQUAL(outcome.cause, CAUSE_ITSELF);
    CLAIM(outcome.received[0] > 3 * FRAME_CHUNK_MAX);
    CLAIM_EQUAL(taken + outcome.received[0], ALL);
}

/* -- files, input, terminal -- */

static void files_go_in_and_come_out(void)
{
    const struct run run = {.arguments = {"/bin/probe", "cat", "sub/dir/file"}};
    static char big[200000];
    struct worker worker;
    memset(big, 'b', sizeof big);
    CLAIM(worker_connect(&worker, &world));
    CLAIM(worker_prepare(&worker, &MODEST));
    CLAIM(worker_put(&worker, "sub/dir/file", 0644, "staged\n", 7));
    CLAIM(worker_put(&worker, "big", 0755, big, sizeof big));
    CLAIM(worker_put(&worker, "empty", 0644, "", 0));
    CLAIM(worker_put(&worker, "own", 0400, "mine", 4));
    CLAIM(worker_exec(&worker, &run));
    worker_outcome(&worker, &outcome);
    CLAIM(strcmp(said(), "staged\n") == 0);

    worker_send(&worker, FRAME_FETCH, (uint8_t[]){3, 0, 0, 0, 'b', 'i', 'g', 64, 13, 3, 0, 0, 0, 0, 0}, 15);

    CLAIM(worker_receive(&worker) && worker.type == FRAME_FILE);
    size_t total = 0;
    while (worker_receive(&worker) && worker.type == FRAME_DATA) {
        CLAIM(memcmp(worker.frame, big, worker.length) == 0);
        total += worker.length;
    }
    CLAIM_EQUAL(worker.type, FRAME_END);
    CLAIM_EQUAL(total, sizeof big);
    worker_close(&worker);
}

static bool fetch_is_refused(struct worker *worker, const char *path)
{
    uint8_t payload[200] = {(uint8_t)strlen(path)};
    memcpy(payload + 4, path, strlen(path));
    payload[4 + strlen(path) + 2] = 255; /* bytes_max about 16 MiB */
    worker_send(worker, FRAME_FETCH, payload, 4 + strlen(path) + 8);
    return worker_receive(worker) && worker->type == FRAME_REFUSED;
}

static void layout(bool repeatable, char *said_there, size_t size)
{
    const struct run look = {
        .arguments = {"/bin/probe", "layout"}, .cpu_us = 1000000, .wall_us = 5000000, .output_bytes = 1000};
    struct prepare prepare = MODEST;
    prepare.repeatable = repeatable;
    world_run(&world, &prepare, &look, &outcome);
    CLAIM_EQUAL(outcome.ended_by, FRAME_EXIT);
    CLAIM_EQUAL(outcome.exit_code, 0);
    snprintf(said_there, size, "%s", said());
}

static void a_repeatable_cell_has_the_same_addresses_and_one_processor(void)
{
    char first[200], second[200], third[200];

    layout(true, first, sizeof first);
    layout(true, second, sizeof second);

    CLAIM(strcmp(first, second) == 0);
    CLAIM(strstr(first, " 1\n") != NULL);
    layout(false, second, sizeof second);
    layout(false, third, sizeof third);
    CLAIM(strcmp(second, third) != 0);
}

static void what_a_hostile_program_left_is_not_followed(void)
{
    const struct run run = {.arguments = {"/bin/probe", "leave"}};
    struct worker worker;
    char names[400] = "";
    CLAIM(worker_connect(&worker, &world));
    CLAIM(worker_prepare(&worker, &MODEST));
    CLAIM(worker_exec(&worker, &run));
    worker_outcome(&worker, &outcome);
    CLAIM_EQUAL(outcome.exit_code, 0);

    worker_send(&worker, FRAME_LIST, (uint8_t[]){100, 0, 0, 0}, 4);
    while (worker_receive(&worker) && worker.type == FRAME_ENTRY) {
        strncat(names, (const char *)worker.frame + 4, worker.frame[0]);
        strcat(names, " ");
    }

    CLAIM(strcmp(names, "top deep/er/file ") == 0 || strcmp(names, "deep/er/file top ") == 0);
    CLAIM(fetch_is_refused(&worker, "link"));
    CLAIM(fetch_is_refused(&worker, "rootlink/bin/probe"));
    CLAIM(fetch_is_refused(&worker, "fifo"));
    CLAIM(fetch_is_refused(&worker, "one"));
    CLAIM(fetch_is_refused(&worker, "deep"));
    CLAIM(fetch_is_refused(&worker, "absent"));
    worker_close(&worker);
}

static void start_and_leave_deep(struct worker *worker, const char *depth)
{
    const struct run run = {.arguments = {"/bin/probe", "deep", depth}};
    CLAIM(worker_connect(worker, &world));
    CLAIM(worker_prepare(worker, &MODEST));
    CLAIM(worker_exec(worker, &run));
    worker_outcome(worker, &outcome);
    CLAIM_EQUAL(outcome.exit_code, 0);
}

static void a_list_says_when_it_leaves_out_what_is_too_deep(void)
{
    static const struct {
        const char *depth;
        int entries, truncated;
    } expected[] = {{"31", 31, 0}, {"33", 32, 1}};
    for (int i = 0; i < 2; i++) {
        struct worker worker;
        int entries = 0;
        start_and_leave_deep(&worker, expected[i].depth);

        worker_send(&worker, FRAME_LIST, (uint8_t[]){100, 0, 0, 0}, 4);
        while (worker_receive(&worker) && worker.type == FRAME_ENTRY)
            entries++;

        CLAIM_EQUAL(worker.type, FRAME_END);
        CLAIM_EQUAL(entries, expected[i].entries);
        CLAIM_EQUAL(worker.frame[0], expected[i].truncated);
        worker_close(&worker);
    }
}

/* The daemon can open nothing more, until it is given `usual` back. */
static void leave_no_descriptors(struct rlimit *usual)
{
    CLAIM(prlimit(world.daemon, RLIMIT_NOFILE, NULL, usual) == 0);
    const struct rlimit none = {.rlim_cur = 3, .rlim_max = usual->rlim_max}; /* 0, 1 and 2 are in use */
    CLAIM(prlimit(world.daemon, RLIMIT_NOFILE, &none, NULL) == 0);
}

static void a_list_that_cannot_be_whole_for_want_of_descriptors_is_a_fault(void)
{
    struct rlimit usual;
    struct worker worker;
    start_and_leave_deep(&worker, "8");

    leave_no_descriptors(&usual);
    worker_send(&worker, FRAME_LIST, (uint8_t[]){100, 0, 0, 0}, 4);
    worker_outcome(&worker, &outcome);
    prlimit(world.daemon, RLIMIT_NOFILE, &usual, NULL);

    CLAIM_EQUAL(outcome.ended_by, FRAME_FAULT);
    CLAIM(strcmp(outcome.step, "LIST") == 0);
    CLAIM_EQUAL(outcome.error, EMFILE);
    CLAIM(!worker_receive(&worker)); /* nothing after it */
    worker_close(&worker);
}

static long cpu_ticks_of_the_daemon(void)
{
    char path[40], text[400] = "";
    unsigned long user = 0, system = 0;
    snprintf(path, sizeof path, "/proc/%d/stat", world.daemon);
    FILE *file = fopen(path, "re");
    if (file != NULL && fgets(text, sizeof text, file) != NULL)
        sscanf(strrchr(text, ')'), ") %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &system);
    if (file != NULL)
        fclose(file);
    return (long)(user + system);
}

static void a_connection_for_which_there_is_no_descriptor_waits_and_costs_nothing(void)
{
    enum { WHILE_MS = 500 };
    struct rlimit usual;
    struct worker worker;
    settle(0, STAYING);
    leave_no_descriptors(&usual);
    long before = cpu_ticks_of_the_daemon();

    bool connected = worker_connect(&worker, &world);
    poll(NULL, 0, WHILE_MS);
    long spent = cpu_ticks_of_the_daemon() - before;
    prlimit(world.daemon, RLIMIT_NOFILE, &usual, NULL);

    CLAIM(connected);
    CLAIM(spent * 1000 / sysconf(_SC_CLK_TCK) < WHILE_MS / 5);
    CLAIM(worker_prepare(&worker, &MODEST));
    worker_close(&worker);
}

static void input_arrives_and_ends(void)
{
    run_with(&MODEST, (struct run){.input = "one\ntwo\n"}, "copy", NULL);
    CLAIM(strcmp(said(), "one\ntwo\n") == 0);

    run("copy", NULL);
    CLAIM_EQUAL(outcome.stdout_bytes, 0);
    CLAIM_EQUAL(outcome.exit_code, 0);
}

static void input_that_nobody_reads_is_held_back_and_hang_up_is_still_seen(void)
{
    enum { CHUNK = 16384, FRAMES_MAX = 1000 };
    static const uint8_t frame[FRAME_HEADER_BYTES + CHUNK] = {CHUNK & 255, CHUNK >> 8, 0, 0, FRAME_INPUT};
    const struct run run = {.arguments = {"/bin/probe", "pause"}, .input_open = true};
    struct worker worker;
    pid_t pids[8];
    CLAIM(worker_connect(&worker, &world));
    CLAIM(worker_prepare(&worker, &MODEST));
    CLAIM(worker_exec(&worker, &run));
    CLAIM(worker_receive(&worker) && worker.type == FRAME_STARTED);
    CLAIM(worker_receive(&worker) && worker.type == FRAME_OUTPUT);
    fcntl(worker.fd, F_SETFL, O_NONBLOCK);

    int sent = 0;
    struct pollfd room = {.fd = worker.fd, .events = POLLOUT};
    while (sent < FRAMES_MAX && poll(&room, 1, 200) == 1 && write(worker.fd, frame, sizeof frame) > 0)
        sent++;

    CLAIM(sent > 32 && sent < 200); /* the pipe, the daemon's buffers and the socket's, and no more */
    int before = program_and_init(pids, 8);
    CLAIM(before >= 2);
    worker_close(&worker);
    for (int i = 0; i < before; i++)
        CLAIM(ends_soon(pids[i], DEAD_MS_MAX));
}

static void files_come_out_though_input_was_left_unread(void)
{
    static uint8_t chunk[FRAME_CHUNK_MAX];
    const struct run run = {.arguments = {"/bin/probe", "pause"}, .input_open = true};
    struct worker worker;
    CLAIM(worker_connect(&worker, &world));
    CLAIM(worker_prepare(&worker, &MODEST));
    CLAIM(worker_put(&worker, "file", 0644, "x", 1));
    CLAIM(worker_exec(&worker, &run));
    for (int i = 0; i < 8; i++)
        CLAIM(worker_send(&worker, FRAME_INPUT, chunk, sizeof chunk));
    worker_send(&worker, FRAME_KILL, NULL, 0);
    worker_outcome(&worker, &outcome);
    CLAIM_EQUAL(outcome.cause, CAUSE_KILLED);

    worker_send(&worker, FRAME_LIST, (uint8_t[]){9, 0, 0, 0}, 4);

    CLAIM(worker_receive(&worker) && worker.type == FRAME_ENTRY);
    CLAIM(worker_receive(&worker) && worker.type == FRAME_END);
    worker_close(&worker);
}

static void a_signal_overtakes_input_that_waits(void)
{
    enum { CHUNK = 65536 };
    static uint8_t chunk[CHUNK];
    const struct run run = {.arguments = {"/bin/probe", "pause"}, .input_open = true};
    struct worker worker;
    CLAIM(worker_connect(&worker, &world));
    CLAIM(worker_prepare(&worker, &MODEST));
    CLAIM(worker_exec(&worker, &run));
    for (int i = 0; i < 6; i++)
        CLAIM(worker_send(&worker, FRAME_INPUT, chunk, sizeof chunk));

    worker_send(&worker, FRAME_KILL, NULL, 0);

    worker_outcome(&worker, &outcome);
    worker_close(&worker);
    CLAIM_EQUAL(outcome.cause, CAUSE_KILLED);
}

static void a_terminal_is_one(void)
{
    run_with(&MODEST, (struct run){.terminal = true}, "tty", NULL);

    CLAIM(strcmp(said(), "111 1\r\n") == 0);
}

/* -- misuse -- */

static void what_is_malformed_or_out_of_order_is_a_fault(void)
{
    struct worker worker;
    CLAIM(worker_connect(&worker, &world));
    worker_send(&worker, FRAME_KILL, NULL, 0);
    worker_outcome(&worker, &outcome);
    CLAIM_EQUAL(outcome.ended_by, FRAME_FAULT);
    CLAIM(!worker_receive(&worker));
    worker_close(&worker);

    struct prepare greedy = MODEST;
    greedy.memory_bytes = 1ULL << 40;
    run_with(&greedy, (struct run){0}, "true", NULL);
    CLAIM_EQUAL(outcome.ended_by, FRAME_FAULT);
    CLAIM(strstr(outcome.text, "memory_bytes") != NULL);

    struct prepare elsewhere = MODEST;
    elsewhere.root = "../cell";
    run_with(&elsewhere, (struct run){0}, "true", NULL);
    CLAIM_EQUAL(outcome.ended_by, FRAME_FAULT);

    struct prepare unknown = MODEST;
    unknown.root = "unknown";
    run_with(&unknown, (struct run){0}, "true", NULL);
    CLAIM_EQUAL(outcome.ended_by, FRAME_FAULT);

    run_with(&MODEST, (struct run){.cwd = "../.."}, "true", NULL);
    CLAIM_EQUAL(outcome.ended_by, FRAME_FAULT);

    run_with(&MODEST, (struct run){.cpu_us = 1ULL << 50}, "true", NULL);
    CLAIM_EQUAL(outcome.ended_by, FRAME_FAULT);
}

static void a_stranger_is_not_heard(void)
{
    pid_t pid = fork();
    if (pid == 0) {
        struct worker worker;
        if (setresuid(65533, 65533, 65533) < 0)
            _exit(2);
        _exit(worker_connect(&worker, &world) ? 1 : 0);
    }
    int status;
    waitpid(pid, &status, 0);

    CLAIM_EQUAL(status, 0);
}

/* -- the daemon -- */

/* Whether there are none, now or before long: where not all keepers are needed yet, one that dies passes for one. */
static bool no_processes(void)
{
    pid_t pids[8];
    uint64_t until = now_ms() + DEAD_MS_MAX;
    while (cell_processes(pids, 8) > 0 && now_ms() < until)
        poll(NULL, 0, 1);
    return cell_processes(pids, 8) == 0;
}

static void nothing_is_left_of_a_hundred_cells(void)
{
    enum { LANES_DESCRIPTORS = 48 }; /* v1's lanes stay open for the next; some may begin before the last are dropped */
    run("true", NULL);
    settle(0, STAYING);
    int descriptors = world_descriptors(&world) + LANES_DESCRIPTORS, children = world_children(&world);

    for (int i = 0; i < 100; i++) {
        run("true", NULL);
        CLAIM_EQUAL(outcome.ended_by, FRAME_EXIT);
    }

    settle(descriptors, children); /* the last one's are closed after its EXIT was told */
    CLAIM(no_processes());
    CLAIM(world_children(&world) <= children);
    CLAIM(world_descriptors(&world) <= descriptors);
}

static void wait_us(long us)
{
    const struct timespec time = {.tv_nsec = us * 1000};
    ppoll(NULL, 0, &time, NULL);
}

static void start_true(struct worker *worker)
{
    const struct run run = {.arguments = {"/bin/probe", "true"}};
    CLAIM(worker_connect(worker, &world));
    CLAIM(worker_ask_prepare(worker, &MODEST));
    CLAIM(worker_exec(worker, &run));
}

static void hanging_up_at_any_moment_leaves_nothing(void)
{
    /* Few at once: what is lent again, network namespaces and v1's lanes, is as many as there were cells at one time. */
    enum { DYING = 12, DYING_FDS = 96, SHELF = 96 };
    run("true", NULL);
    int descriptors = world_descriptors(&world);

    for (long us = 0; us < 6000; us += 25) {
        struct worker worker;
        settle(descriptors + SHELF + DYING_FDS,
               STAYING + DYING); /* a slow machine's daemon would refuse one too many */
        start_true(&worker);
        wait_us(us);
        worker_close(&worker);
    }

    settle(descriptors + SHELF, STAYING);
    CLAIM(world_children(&world) <= STAYING);
    CLAIM(world_descriptors(&world) <= descriptors + SHELF); /* one for each of 240 cells would be too many */
    CLAIM(no_processes());
    run("echo", "still");
    CLAIM(strcmp(said(), "still\n") == 0);
}

/* Processes of the daemon's family that still run its own program: keepers, builders, inits, programs before exec. */
static int family(void)
{
    int count = 0;
    DIR *proc = opendir("/proc");
    for (struct dirent *entry = readdir(proc); entry != NULL; entry = readdir(proc)) {
        char path[300], line[400];
        snprintf(path, sizeof path, "/proc/%s/cmdline", entry->d_name);
        int fd = entry->d_name[0] < '0' || entry->d_name[0] > '9' ? -1 : open(path, O_RDONLY | O_CLOEXEC);
        ssize_t got = fd < 0 ? 0 : read(fd, line, sizeof line);
        close(fd);
        count += got > 0 && memmem(line, (size_t)got, world.socket, strlen(world.socket)) != NULL;
    }
    closedir(proc);
    return count;
}

/* One look can miss who is born while it lasts, of somebody who is gone before it comes to them: nobody is there when none of some sees any. */
static bool nobody_is_left(void)
{
    enum { LOOKS = 10, PAUSE_MS = 5 };
    pid_t pids[8];
    int empty = 0;

    for (uint64_t until = now_ms() + DEAD_MS_MAX; empty < LOOKS && now_ms() < until; poll(NULL, 0, PAUSE_MS))
        empty = family() > 0 || cell_processes(pids, 8) > 0 ? 0 : empty + 1;
    return empty == LOOKS;
}

static void killing_the_daemon_at_any_moment_leaves_nobody(void)
{
    for (long us = 0; us < 3000; us += 100) {
        struct worker worker;
        run("true", NULL); /* so that the keeper is there */
        start_true(&worker);
        wait_us(us);

        kill(world.daemon, SIGKILL);

        CLAIM(nobody_is_left());
        worker_close(&worker);
        world_stop(&world);
        CLAIM(world_start(&world, daemon_binary, probe_binary));
    }
}

static void twenty_cells_at_once_do_not_mix(void)
{
    enum { CELLS = 20 };
    struct worker workers[CELLS];
    for (int i = 0; i < CELLS; i++) {
        CLAIM(worker_connect(&workers[i], &world));
        CLAIM(worker_ask_prepare(&workers[i], &MODEST));
    }
    for (int i = 0; i < CELLS; i++) {
        char word[16];
        snprintf(word, sizeof word, "cell %d", i);
        const struct run run = {.arguments = {"/bin/probe", "echo", word}};
        CLAIM(worker_exec(&workers[i], &run));
    }
    for (int i = 0; i < CELLS; i++) {
        char word[16];
        snprintf(word, sizeof word, "cell %d\n", i);
        worker_outcome(&workers[i], &outcome);
        worker_close(&workers[i]);
        CLAIM(strcmp(said(), word) == 0);
    }
}

static void the_end_of_the_daemon_is_the_end_of_all(void)
{
    struct world other;
    struct worker worker;
    pid_t pids[8];
    world_stop(&world);
    CLAIM(world_start(&other, daemon_binary, probe_binary)); /* another slot would do as well */
    world = other;
    start_pausing(&worker);
    int before = program_and_init(pids, 8);
    CLAIM(before >= 2);

    kill(world.daemon, SIGKILL);

    for (int i = 0; i < before; i++)
        CLAIM(ends_soon(pids[i], DEAD_MS_MAX));
    worker_close(&worker);
    world_stop(&world);
    CLAIM(world_start(&world, daemon_binary, probe_binary));
}

/* A group in which no signal ends anybody: its directory in `name`. False where v1's freezer is not mounted. */
static bool make_ice(char *name, size_t size)
{
    struct hierarchy freezer;
    struct fault fault;
    if (hierarchy_find(&freezer, "freezer", &fault) != 1)
        return false;
    snprintf(name, size, "%s/freehold-test-%d", freezer.path, getpid());
    hierarchy_close(&freezer);
    return mkdir(name, 0755) == 0;
}

static void write_in(const char *directory, const char *name, const char *text)
{
    struct fault fault;
    int at = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    CLAIM_DONE(tree_write(at, name, text, &fault) == 0 || fault.error == ESRCH, fault); /* a builder may be gone */
    close(at);
}

/* Whether who takes the slot will look for what was left in it. */
static bool is_recorded(int slot)
{
    char record[64];
    snprintf(record, sizeof record, "/run/freehold/slot-%d.groups", slot);
    return access(record, F_OK) == 0;
}

static void who_cannot_die_does_not_hold_up_the_end_of_the_daemon_but_the_next_of_its_slot(void)
{
    char ice[PATH_MAX + 40], pid[16];
    struct worker worker;
    pid_t pids[8];
    SKIP_UNLESS(make_ice(ice, sizeof ice), "no freezer of v1");
    start_pausing(&worker);
    int count = program_and_init(pids, 8);
    for (int i = 0; i < count; i++) {
        snprintf(pid, sizeof pid, "%d", pids[i]);
        write_in(ice, "cgroup.procs", pid);
    }
    write_in(ice, "freezer.state", "FROZEN");

    kill(world.daemon, SIGTERM);
    bool ended = ends_soon(world.daemon, DEAD_MS_MAX);
    if (!ended)
        kill(world.daemon, SIGKILL);
    const int slot = world.slot;
    world_stop(&world);
    bool is_known = is_recorded(slot); /* also to one that is started in another group */
    bool is_lent_again = world_start(&world, daemon_binary, probe_binary) && world.slot == slot;
    bool is_known_still = is_recorded(slot);

    write_in(ice, "freezer.state", "THAWED");
    for (int i = 0; i < count; i++)
        ends_soon(pids[i], DEAD_MS_MAX);
    worker_close(&worker);
    world_stop(&world);
    rmdir(ice);
    CLAIM(world_start(&world, daemon_binary, probe_binary));
    CLAIM(ended);
    CLAIM(is_known);
    CLAIM(!is_lent_again);
    CLAIM(is_known_still);
}

static void a_terminal_of_ours_does_not_reach_it(void)
{
    CLAIM_EQUAL(getsid(world.daemon), world.daemon);
}

static void the_lifeline_ends_it_in_order(void)
{
    close(world.lifeline);
    world.lifeline = -1;

    CLAIM(ends_soon(world.daemon, 3000));
    CLAIM_EQUAL(access(world.socket, F_OK), -1);
    CLAIM_EQUAL(world_stop(&world), 0);
    world.daemon = 0;
}

int main(int count, char **words)
{
    if (count != 3)
        return 2;
    daemon_binary = words[1];
    probe_binary = words[2];
    signal(SIGPIPE, SIG_IGN);
    if (!world_start(&world, daemon_binary, probe_binary)) {
        puts("the daemon did not start");
        world_stop(&world);
        return 1;
    }
    RUN(a_program_says_hello_and_ends);
    RUN(its_exit_code_is_told);
    RUN(its_signal_is_told);
    RUN(it_has_no_privilege_of_any_kind);
    RUN(it_sees_itself_alone_on_a_host_named_cell);
    RUN(only_one_id_is_mapped);
    RUN(it_has_three_descriptors);
    RUN(it_has_no_environment_but_what_was_sent);
    RUN(it_sees_read_only_mounts_and_a_disk_of_its_own);
    RUN(its_cgroups_show_no_way_out);
    RUN(it_can_do_nothing_to_the_host);
    RUN(honest_things_are_open);
    RUN(a_forbidden_call_ends_it_and_is_named);
    RUN(a_forbidden_call_that_signals_take_back_ends_it_all_the_same);
    RUN(full_proc_tells_of_the_machine_but_not_of_the_host);
    RUN(a_cache_shows_its_lower_files_and_keeps_changes_to_itself);
    RUN(cpu_of_all_threads_counts);
    RUN(wall_time_ends_a_sleeper);
    RUN(output_is_exact_to_the_byte);
    RUN(each_stream_has_its_own_limit);
    RUN(memory_ends_it);
    RUN(memory_in_a_child_ends_the_parent_too);
    RUN(who_is_killed_below_its_limit_for_want_of_memory_elsewhere_is_not_charged);
    RUN(a_full_disk_counts_as_memory_of_its_own);
    RUN(a_fork_bomb_is_held_and_dies);
    RUN(only_a_disk_with_much_on_it_is_freed_elsewhere);
    RUN(no_more_than_some_disks_wait_to_be_freed);
    RUN(the_disk_is_full_when_it_is_full);
    RUN(what_holds_the_output_does_not_hold_us);
    RUN(a_thousand_zombies_are_nobody);
    RUN(what_cannot_be_executed_is_told_with_errno);
    RUN(kill_ends_it_and_a_signal_reaches_it);
    RUN(hanging_up_kills);
    RUN(who_holds_the_output_outside_does_not_hold_up_the_end);
    RUN(all_that_the_dead_wrote_is_forwarded_though_nobody_took_it_while_they_lived);
    RUN(files_go_in_and_come_out);
    RUN(a_repeatable_cell_has_the_same_addresses_and_one_processor);
    RUN(what_a_hostile_program_left_is_not_followed);
    RUN(a_list_says_when_it_leaves_out_what_is_too_deep);
    RUN(a_list_that_cannot_be_whole_for_want_of_descriptors_is_a_fault);
    RUN(a_connection_for_which_there_is_no_descriptor_waits_and_costs_nothing);
    RUN(input_arrives_and_ends);
    RUN(input_that_nobody_reads_is_held_back_and_hang_up_is_still_seen);
    RUN(files_come_out_though_input_was_left_unread);
    RUN(a_signal_overtakes_input_that_waits);
    RUN(a_terminal_is_one);
    RUN(what_is_malformed_or_out_of_order_is_a_fault);
    RUN(a_stranger_is_not_heard);
    RUN(nothing_is_left_of_a_hundred_cells);
    RUN(hanging_up_at_any_moment_leaves_nothing);
    RUN(twenty_cells_at_once_do_not_mix);
    RUN(killing_the_daemon_at_any_moment_leaves_nobody);
    RUN(the_end_of_the_daemon_is_the_end_of_all);
    RUN(who_cannot_die_does_not_hold_up_the_end_of_the_daemon_but_the_next_of_its_slot);
    RUN(a_terminal_of_ours_does_not_reach_it);
    RUN(the_lifeline_ends_it_in_order);
    if (world.daemon != 0)
        world_stop(&world);
    return check_result();
}
