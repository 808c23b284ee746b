/* A cell whose bootstrap waits for its program, as a worker meets it. Needs root. `warm_test DAEMON PROBE`. */
#include <signal.h>
#include <sys/wait.h>

#include "check.h"
#include "world.h"

CHECK_MAIN;

static struct world world;
static struct outcome outcome;

static const struct run BOOTSTRAP = {.arguments = {"/bin/probe", "wait"}, .environment = {"ONLY=bootstrap"}};

/* A waiting cell; the test closes the connection. */
static void wait_in(struct worker *worker, const struct run *bootstrap)
{
    CLAIM(worker_connect(worker, &world));
    CLAIM(worker_prepare(worker, &MODEST));
    CLAIM(worker_warm(worker, bootstrap));
}

static void end_of(struct worker *worker)
{
    worker_outcome(worker, &outcome);
    worker_close(worker);
}

static void a_program_is_handed_over_with_its_environment_and_files(void)
{
    const struct run run = {.arguments = {"program", "one", "two words"}, .environment = {"A=b", "C="}};
    struct worker worker;
    wait_in(&worker, &BOOTSTRAP);

    CLAIM(worker_put(&worker, "put", 0644, "put\n", 4));
    CLAIM(worker_exec(&worker, &run));

    end_of(&worker);
    CLAIM_EQUAL(outcome.cause, CAUSE_ITSELF);
    CLAIM(strstr(outcome.output[0], "3|program|one|two words|A=b|C=|\n") == outcome.output[0]);
    CLAIM(strstr(outcome.output[0], "put\n") != NULL);
}

static void nothing_but_its_standard_descriptors_is_left_to_the_program(void)
{
    const struct run run = {.arguments = {"program"}};
    struct worker worker;
    wait_in(&worker, &BOOTSTRAP);

    CLAIM(worker_exec(&worker, &run));

    end_of(&worker);
    CLAIM(strstr(outcome.output[0], "\n0 1 2 \n") != NULL);
}

static void time_counts_from_the_hand_over(void)
{
    const struct run bootstrap = {.arguments = {"/bin/probe", "wait", "300"}};
    const struct run run = {.arguments = {"program"}, .cpu_us = 200000};
    struct worker worker;
    wait_in(&worker, &bootstrap);

    CLAIM(worker_exec(&worker, &run));

    end_of(&worker);
    CLAIM_EQUAL(outcome.cause, CAUSE_ITSELF);
    CLAIM(outcome.cpu_us < 200000);
}

static void a_bootstrap_that_ends_is_our_fault(void)
{
    const struct run bootstrap = {.arguments = {"/bin/probe", "exit", "0"}};
    struct worker worker;
    CLAIM(worker_connect(&worker, &world));
    CLAIM(worker_prepare(&worker, &MODEST));

    CLAIM(!worker_warm(&worker, &bootstrap));

    CLAIM_EQUAL(worker.type, FRAME_FAULT);
    worker_close(&worker);
}

static void a_bootstrap_that_is_not_there_is_our_fault(void)
{
    const struct run bootstrap = {.arguments = {"/bin/nothing"}};
    struct worker worker;
    CLAIM(worker_connect(&worker, &world));
    CLAIM(worker_prepare(&worker, &MODEST));

    CLAIM(!worker_warm(&worker, &bootstrap));

    CLAIM_EQUAL(worker.type, FRAME_FAULT);
    worker_close(&worker);
}

static void more_than_its_pipe_holds_is_refused(void)
{
    static char long_word[100000];
    struct worker worker;
    memset(long_word, 'x', sizeof long_word - 1);
    const struct run run = {.arguments = {"program", long_word}};
    wait_in(&worker, &BOOTSTRAP);

    CLAIM(worker_exec(&worker, &run));

    end_of(&worker);
    CLAIM_EQUAL(outcome.ended_by, FRAME_FAULT);
}

static void a_terminal_is_refused(void)
{
    const struct run run = {.arguments = {"program"}, .terminal = true};
    struct worker worker;
    wait_in(&worker, &BOOTSTRAP);

    CLAIM(worker_exec(&worker, &run));

    end_of(&worker);
    CLAIM_EQUAL(outcome.ended_by, FRAME_FAULT);
}

static void it_can_be_warmed_once(void)
{
    struct worker worker;
    wait_in(&worker, &BOOTSTRAP);

    CLAIM(!worker_warm(&worker, &BOOTSTRAP));

    CLAIM_EQUAL(worker.type, FRAME_FAULT);
    worker_close(&worker);
}

static void waiting_cells_go_with_their_connections(void)
{
    struct worker workers[4];
    for (int i = 0; i < 4; i++)
        wait_in(&workers[i], &BOOTSTRAP);

    for (int i = 0; i < 4; i++)
        worker_close(&workers[i]);

    CLAIM_EQUAL(world_stop(&world), 0);
    world.daemon = 0;
}

int main(int count, char **words)
{
    if (count != 3)
        return 2;
    signal(SIGPIPE, SIG_IGN);
    if (!world_start(&world, words[1], words[2])) {
        puts("the daemon did not start");
        world_stop(&world);
        return 1;
    }
    RUN(a_program_is_handed_over_with_its_environment_and_files);
    RUN(nothing_but_its_standard_descriptors_is_left_to_the_program);
    RUN(time_counts_from_the_hand_over);
    RUN(a_bootstrap_that_ends_is_our_fault);
    RUN(a_bootstrap_that_is_not_there_is_our_fault);
    RUN(more_than_its_pipe_holds_is_refused);
    RUN(a_terminal_is_refused);
    RUN(it_can_be_warmed_once);
    RUN(waiting_cells_go_with_their_connections);
    if (world.daemon != 0)
        world_stop(&world);
    return check_result();
}
