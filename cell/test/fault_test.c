/*
 * Lets the n-th call of making, running and ending a cell fail, for n = 1, 2, … until a run is not reached by it. Each
 * time it must be told or survived, nothing may remain, and the next cell must be whole. `fault_test DAEMON PROBE`.
 */
#include <fcntl.h>
#include <ftw.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "check.h"
#include "fault_plan.h"
#include "world.h"

CHECK_MAIN;

enum { CALLS_MAX = 2000, PATIENCE_MS = 2000, CLOSING_MS = 100, SHELF = 4, LANES = 3 };

static struct world world;
static struct outcome outcome;
static struct fault_plan *plan;
static char subtree[32];
static int groups_found;

static int count_group(const char *path, const struct stat *state, int kind, struct FTW *place)
{
    (void)state;
    groups_found += kind == FTW_D && strncmp(path + place->base, "cell-", 5) == 0 && strstr(path, subtree) != NULL;
    return 0;
}

static int groups(void)
{
    groups_found = 0;
    nftw("/sys/fs/cgroup", count_group, 32, FTW_PHYS);
    return groups_found;
}

static const struct run HELLO = {.arguments = {"/bin/probe", "echo", "hello"}};
static const struct run MOUNT = {.arguments = {"/bin/probe", "try", "mount"}};

static void run(const struct run *run)
{
    world_run(&world, &MODEST, run, &outcome);
}

static bool is_whole(const struct run *run)
{
    if (outcome.ended_by != FRAME_EXIT)
        return false;
    return run == &MOUNT
               ? outcome.cause == CAUSE_FORBIDDEN
               : outcome.cause == CAUSE_ITSELF && outcome.exit_code == 0 && strcmp(outcome.output[0], "hello\n") == 0;
}

static bool settles(int children, int descriptors)
{
    for (int ms = 0; ms < PATIENCE_MS; ms += 5, poll(NULL, 0, 5))
        if (world_children(&world) <= children && world_descriptors(&world) <= descriptors + SHELF && groups() == 0)
            return true;
    printf("  children %d of %d, descriptors %d of %d, groups %d\n", world_children(&world), children,
           world_descriptors(&world), descriptors, groups());
    return false;
}

/* What a cell leaves may be the last child still for a moment, so that one signal need not reach the keeper. */
static void end_keeper(void)
{
    pid_t keeper;
    for (int ms = 0; ms < PATIENCE_MS && (keeper = world_keeper(&world)) > 0; ms++) {
        kill(keeper, SIGKILL);
        poll(NULL, 0, 1);
    }
}

/* v1's lanes stay open for the cells that come: more than there will be at one time. Each to the end of its program, for one
 * whose cell was killed lacks some of its files until it is lent again. */
static void open_lanes(void)
{
    struct worker workers[LANES];
    for (int i = 0; i < LANES; i++)
        CLAIM(worker_connect(&workers[i], &world) && worker_prepare(&workers[i], &MODEST));
    for (int i = 0; i < LANES; i++)
        CLAIM(worker_exec(&workers[i], &HELLO));
    for (int i = 0; i < LANES; i++) {
        worker_outcome(&workers[i], &outcome);
        CLAIM(is_whole(&HELLO));
        worker_close(&workers[i]);
    }
}

static void fail_each_call(const struct run *tried, bool of_a_new_keeper_too)
{
    int calls = 0;
    snprintf(subtree, sizeof subtree, "/freehold-%d/", world.slot);
    open_lanes();
    run(&HELLO);
    int children = world_children(&world), descriptors = world_descriptors(&world);
    CLAIM(settles(children, descriptors));
    for (int ms = 0; ms < CLOSING_MS; ms += 5, poll(NULL, 0, 5))
        if (world_descriptors(&world) < descriptors)
            descriptors = world_descriptors(&world);

    do {
        CLAIM(++calls < CALLS_MAX);
        if (of_a_new_keeper_too)
            end_keeper();
        atomic_store(&plan->hit, 0);
        atomic_store(&plan->lost, 0);
        atomic_store(&plan->left, calls);
        run(tried);
        atomic_store(&plan->left, 0);

        bool is_told = outcome.ended_by == FRAME_FAULT || outcome.ended_by == 0 || outcome.cause == CAUSE_NO_EXEC;
        bool is_right = (is_whole(tried) && !atomic_load(&plan->lost)) || (is_told && atomic_load(&plan->hit));
        if (!is_right)
            printf("  ended by %d, cause %d, exit %u, signal %u, output %s\n", outcome.ended_by, outcome.cause,
                   outcome.exit_code, outcome.signal, outcome.output[0]);
        bool is_settled = settles(children, descriptors);
        run(&HELLO);
        bool next_is_whole = is_whole(&HELLO);
        if (!is_right || !is_settled || !next_is_whole)
            printf("  call %d, %s; the next: ended by %d, %s, %s\n", calls, plan->name, outcome.ended_by, outcome.step,
                   outcome.text);
        CLAIM(is_right);
        CLAIM(is_settled);
        CLAIM(next_is_whole);
    } while (atomic_load(&plan->hit));
    printf("  each of %d calls failed once\n", calls - 1);
}

static void nothing_remains_whichever_call_of_a_cell_fails(void)
{
    fail_each_call(&HELLO, false);
}

static void no_forbidden_call_is_let_through_whichever_call_of_a_cell_fails(void)
{
    fail_each_call(&MOUNT, false);
}

static void nothing_remains_whichever_call_of_a_keeper_fails(void)
{
    fail_each_call(&HELLO, true);
}

int main(int count, char **words)
{
    char path[64];
    if (count != 3)
        return 2;
    signal(SIGPIPE, SIG_IGN);
    snprintf(path, sizeof path, "/run/freehold-fault-plan-%d", getpid());
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0 || ftruncate(fd, sizeof *plan) < 0)
        return 2;
    plan = mmap(NULL, sizeof *plan, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    setenv(FAULT_PLAN_VARIABLE, path, 1);
    bool started = world_start(&world, words[1], words[2]);
    if (started) {
        RUN(nothing_remains_whichever_call_of_a_cell_fails);
        RUN(no_forbidden_call_is_let_through_whichever_call_of_a_cell_fails);
        RUN(nothing_remains_whichever_call_of_a_keeper_fails);
    } else {
        puts("the daemon did not start");
    }
    unlink(path);
    world_stop(&world);
    return started ? check_result() : 1;
}
