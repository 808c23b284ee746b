/* Programs that are talked to while they run, over pipes and over a terminal. Needs root. `talk_test DAEMON PROBE`. */
#include <poll.h>
#include <signal.h>
#include <stdlib.h>

#include "../cgroup_parts.h"
#include "../cgroup_tree.h"
#include "../sys.h"
#include "check.h"
#include "world.h"

CHECK_MAIN;

enum { CHUNK = 65536, GROUPS_MAX = 256 }; /* more than all cells of this test, which v2 numbers one by one */

static struct world world;
static struct outcome outcome;
static char heard[200000];
static size_t heard_count;
static uint64_t taken;

static uint64_t number_at(const uint8_t *at)
{
    uint64_t value = 0;
    for (unsigned i = 0; i < 8; i++)
        value |= (uint64_t)at[i] << (8 * i);
    return value;
}

static void begin(struct worker *worker, struct run run, const char *name, const char *argument)
{
    run.arguments[0] = "/bin/probe";
    run.arguments[1] = name;
    run.arguments[2] = argument;
    run.input_told = !run.input_open;
    heard_count = 0;
    heard[0] = '\0';
    taken = 0;
    CLAIM(worker_connect(worker, &world));
    CLAIM(worker_prepare(worker, &MODEST));
    CLAIM(worker_exec(worker, &run));
}

/* Whether the program says `text` before its end. */
static bool hears(struct worker *worker, const char *text)
{
    while (strstr(heard, text) == NULL) {
        if (!worker_receive(worker) || worker->type == FRAME_EXIT || worker->type == FRAME_FAULT)
            return false;
        if (worker->type == FRAME_TAKEN)
            taken = number_at(worker->frame);
        if (worker->type != FRAME_OUTPUT)
            continue;
        for (size_t i = 1; i < worker->length && heard_count < sizeof heard - 1; i++)
            heard[heard_count++] = (char)worker->frame[i];
        heard[heard_count] = '\0';
    }
    return true;
}

static void forget(void)
{
    heard_count = 0;
    heard[0] = '\0';
}

static void say(struct worker *worker, const char *text)
{
    CLAIM(worker_send(worker, FRAME_INPUT, text, strlen(text)));
}

static void end_of(struct worker *worker)
{
    worker_outcome(worker, &outcome);
    worker_close(worker);
}

static void lines_are_answered_one_by_one_and_what_is_taken_is_told(void)
{
    struct worker worker;
    begin(&worker, (struct run){0}, "lines", NULL);
    CLAIM(hears(&worker, "ready\n"));

    say(&worker, "one\n");
    CLAIM(hears(&worker, "<one>\n"));
    say(&worker, "two\n");
    CLAIM(hears(&worker, "<two>\n"));
    worker_send(&worker, FRAME_INPUT_END, NULL, 0);

    CLAIM(hears(&worker, "end\n"));
    end_of(&worker);
    CLAIM_EQUAL(outcome.cause, CAUSE_ITSELF);
    CLAIM_EQUAL(taken, 8);
}

static void a_signal_overtakes_what_is_kept_within_the_window(void)
{
    static uint8_t chunk[CHUNK];
    const uint8_t terminate[] = {15, 0, 0, 0};
    struct worker worker;
    begin(&worker, (struct run){0}, "pause", NULL);

    for (int i = 0; i < 2; i++)
        CLAIM(worker_send(&worker, FRAME_INPUT, chunk, sizeof chunk));
    worker_send(&worker, FRAME_SIGNAL, terminate, sizeof terminate);

    end_of(&worker);
    CLAIM_EQUAL(outcome.cause, CAUSE_ITSELF);
    CLAIM_EQUAL(outcome.signal, 15);
}

static void a_whole_input_waits_before_its_program_where_nobody_counts_what_is_taken(void)
{
    static uint8_t chunk[CHUNK];
    const uint8_t terminate[] = {15, 0, 0, 0};
    const struct run run = {.arguments = {"/bin/probe", "pause"}, .input_open = true, .wall_us = 10000000};
    struct worker worker;
    CLAIM(worker_connect(&worker, &world));
    CLAIM(worker_prepare(&worker, &MODEST));
    CLAIM(worker_exec(&worker, &run));

    for (int i = 0; i < 15; i++)
        CLAIM(worker_send(&worker, FRAME_INPUT, chunk, sizeof chunk));
    worker_send(&worker, FRAME_SIGNAL, terminate, sizeof terminate); /* arrives only if all of that found room */

    end_of(&worker);
    CLAIM_EQUAL(outcome.cause, CAUSE_ITSELF);
    CLAIM_EQUAL(outcome.signal, 15);
}

static void a_terminal_has_its_size_and_tells_of_another(void)
{
    const uint8_t size[] = {50, 0, 132, 0};
    struct worker worker;
    begin(&worker, (struct run){.terminal = true}, "lines", NULL);
    CLAIM(hears(&worker, "24 x 80\r\nready\r\n"));

    worker_send(&worker, FRAME_RESIZE, size, sizeof size);

    CLAIM(hears(&worker, "50 x 132\r\n"));
    worker_close(&worker);
}

static void a_key_and_a_signal_both_interrupt(void)
{
    const uint8_t interrupt[] = {2, 0, 0, 0};
    struct worker worker;
    begin(&worker, (struct run){.terminal = true}, "lines", NULL);
    CLAIM(hears(&worker, "ready\r\n"));

    say(&worker, "\003");
    CLAIM(hears(&worker, "interrupted\r\n"));
    forget();
    worker_send(&worker, FRAME_SIGNAL, interrupt, sizeof interrupt);

    CLAIM(hears(&worker, "interrupted\r\n"));
    worker_close(&worker);
}

static void a_signal_goes_to_what_is_in_the_foreground(void)
{
    const uint8_t interrupt[] = {2, 0, 0, 0};
    struct worker worker;
    begin(&worker, (struct run){.terminal = true}, "foreground", NULL);
    CLAIM(hears(&worker, "ready\r\n"));

    worker_send(&worker, FRAME_SIGNAL, interrupt, sizeof interrupt);

    CLAIM(hears(&worker, "signal 2\r\n"));
    end_of(&worker);
    CLAIM_EQUAL(outcome.exit_code, 0);
}

static void a_terminals_input_ends_at_the_beginning_of_a_line_and_within_one(void)
{
    const char *const texts[] = {"", "whole\n", "begun"};
    for (int i = 0; i < 3; i++) {
        struct worker worker;
        begin(&worker, (struct run){.terminal = true}, "lines", NULL);
        CLAIM(hears(&worker, "ready\r\n"));
        if (texts[i][0] != '\0')
            say(&worker, texts[i]);
        if (i == 1)
            CLAIM(hears(&worker, "<whole>"));

        worker_send(&worker, FRAME_INPUT_END, NULL, 0);

        CLAIM(hears(&worker, "end\r\n"));
        CLAIM(i != 2 || strstr(heard, "<begun>") != NULL);
        end_of(&worker);
        CLAIM_EQUAL(outcome.exit_code, 0);
    }
}

static void every_key_of_many_arrives(void)
{
    enum { COUNT = 1 << 20, WINDOW = 2 * CHUNK };
    static uint8_t keys[CHUNK];
    char expected[64];
    unsigned long sum = 0;
    struct worker worker;
    for (unsigned i = 0; i < sizeof keys; i++)
        keys[i] = (uint8_t)(i % 251);
    begin(&worker, (struct run){.terminal = true}, "keys", "1048576");
    CLAIM(hears(&worker, "ready\n"));

    for (uint64_t sent = 0; sent < COUNT; sent += sizeof keys) {
        while (sent + sizeof keys - taken > WINDOW)
            if (!worker_receive(&worker) || worker.type != FRAME_TAKEN)
                break;
            else
                taken = number_at(worker.frame);
        CLAIM(sent + sizeof keys - taken <= WINDOW);
        CLAIM(worker_send(&worker, FRAME_INPUT, keys, sizeof keys));
        for (unsigned i = 0; i < sizeof keys; i++)
            sum += keys[i];
    }

    snprintf(expected, sizeof expected, "%d %lu\n", COUNT, sum);
    CLAIM(hears(&worker, expected));
    worker_close(&worker);
}

static void the_limit_on_output_holds_on_a_terminal(void)
{
    struct worker worker;
    begin(&worker, (struct run){.terminal = true, .output_bytes = 10000}, "flood", "1000000");

    end_of(&worker);

    CLAIM_EQUAL(outcome.cause, CAUSE_STDOUT);
    CLAIM_EQUAL(outcome.stdout_bytes, 10000);
}

static void all_that_was_written_to_a_terminal_is_forwarded_though_its_program_is_dead(void)
{
    for (int attempt = 0; attempt < 10; attempt++) {
        struct worker worker;
        begin(&worker, (struct run){.terminal = true, .output_bytes = 200000}, "flood", "200000");

        end_of(&worker);

        CLAIM_EQUAL(outcome.cause, CAUSE_ITSELF);
        CLAIM_EQUAL(outcome.stdout_bytes, 200000);
    }
}

static void a_flood_of_keys_to_a_program_that_reads_none_is_bounded(void)
{
    static uint8_t chunk[CHUNK];
    struct worker worker;
    memset(chunk, 'x', sizeof chunk);
    begin(&worker, (struct run){.terminal = true, .output_bytes = 30000, .wall_us = 3000000}, "pause", NULL);

    for (int i = 0; i < 7; i++)
        CLAIM(worker_send(&worker, FRAME_INPUT, chunk, sizeof chunk));

    end_of(&worker);
    CLAIM(outcome.cause == CAUSE_WALL || outcome.cause == CAUSE_STDOUT); /* what is echoed is output */
    CLAIM(outcome.stdout_bytes <= 30000);
}

static void input_to_a_program_that_let_go_of_its_terminal_is_taken_and_does_not_stand_before_a_kill(void)
{
    enum { CHUNKS = 16 }; /* more than waits before the program and in the daemon together */
    static uint8_t chunk[CHUNK];
    for (int told = 0; told < 2; told++) {
        struct worker worker;
        begin(&worker,
              (struct run){.terminal = true, .input_open = !told, .wall_us = 10000000, .output_bytes = 1 << 22},
              "detach", NULL);
        CLAIM(worker_receive(&worker) && worker.type == FRAME_STARTED);

        for (int i = 0; i < CHUNKS; i++)
            CLAIM(worker_send(&worker, FRAME_INPUT, chunk, sizeof chunk));
        while (told && taken < (uint64_t)CHUNKS * CHUNK) {
            CLAIM(worker_receive(&worker));
            CLAIM(worker.type == FRAME_TAKEN || worker.type == FRAME_OUTPUT);
            if (worker.type == FRAME_TAKEN)
                taken = number_at(worker.frame);
        }
        worker_send(&worker, FRAME_KILL, NULL, 0);

        end_of(&worker);
        CLAIM_EQUAL(outcome.cause, CAUSE_KILLED);
    }
}

/* How many of the daemon's cells the kernel weighs so; -1 where it weighs none. */
static int weighing(unsigned weight)
{
    struct cgroups *groups = calloc(1, sizeof *groups);
    struct fault fault;
    char path[64], text[32], wanted[32];
    int count = -1;
    bool second = v2_find(groups, &fault) == 1;
    struct hierarchy *found = &groups->hierarchies[0];
    if (!second && hierarchy_find(found, "cpu", &fault) != 1)
        found = NULL;
    snprintf(wanted, sizeof wanted, "%u\n", second ? weight : weight * 1024 / WEIGHT_USUAL);
    for (int i = 0; found != NULL && i < GROUPS_MAX; i++) {
        snprintf(path, sizeof path, "freehold-%d/%s-%d/cpu.%s", world.slot, second ? "cell" : "lane", i,
                 second ? "weight" : "shares");
        if (tree_read_file(found->parent, path, text, sizeof text) > 0)
            count = (count < 0 ? 0 : count) + (strcmp(text, wanted) == 0);
    }
    if (found != NULL)
        hierarchy_close(found);
    free(groups);
    return count;
}

static void a_program_can_be_weighed_before_it_runs_and_while_it_does(void)
{
    static const uint8_t light[] = {9, 0}, lighter[] = {3, 0};
    struct worker worker;
    CLAIM(worker_connect(&worker, &world));
    CLAIM(worker_prepare(&worker, &MODEST));
    SKIP_UNLESS(weighing(WEIGHT_USUAL) > 0 || (worker_close(&worker), false), "no cpu controller, or another place");
    worker_send(&worker, FRAME_WEIGH, light, sizeof light);
    forget();
    CLAIM(worker_exec(&worker, &(struct run){.arguments = {"/bin/probe", "lines"}, .input_told = true}));
    CLAIM(hears(&worker, "ready\n"));
    CLAIM_EQUAL(weighing(9), 1);

    worker_send(&worker, FRAME_WEIGH, lighter, sizeof lighter);
    say(&worker, "hello\n"); /* what is answered after it */
    CLAIM(hears(&worker, "hello"));

    CLAIM_EQUAL(weighing(3), 1);
    CLAIM_EQUAL(weighing(9), 0);
    worker_close(&worker);
}

/* Whether the weight of a short program was seen to change by one, beside another program of such a weight. */
static bool asks_for_its_turn(uint8_t beside)
{
    const uint8_t claim[] = {50, 0}, other[] = {beside, 0};
    struct worker one, two;
    bool seen = false;
    begin(&one, (struct run){0}, "pause", NULL);
    CLAIM(hears(&one, "here"));
    worker_send(&one, FRAME_WEIGH, other, sizeof other);
    CLAIM(worker_connect(&two, &world));
    CLAIM(worker_prepare(&two, &MODEST));
    worker_send(&two, FRAME_WEIGH, claim, sizeof claim);
    CLAIM(worker_exec(&two, &(struct run){.arguments = {"/bin/probe", "pause"}}));
    for (uint64_t until = now_ns() + 200 * 1000 * 1000;
         !seen && now_ns() < until;) /* at once: it is short for little time */
        seen = weighing(51) > 0;
    forget();
    CLAIM(hears(&two, "here"));
    int steady = 0;
    for (int look = 0; look < 500 && steady < 5; look++) {
        poll(NULL, 0, 10);
        steady = weighing(51) == 0 ? steady + 1 : 0;
    }
    CLAIM_EQUAL(steady, 5); /* it is no short program any more, and weighs what it did */
    worker_close(&two);
    worker_close(&one);
    return seen;
}

static void a_short_program_asks_for_its_turn_beside_one_of_less_claim_alone(void)
{
    struct worker worker;
    CLAIM(worker_connect(&worker, &world));
    CLAIM(worker_prepare(&worker, &MODEST));
    bool weighs = weighing(WEIGHT_USUAL) > 0;
    worker_close(&worker);
    SKIP_UNLESS(weighs, "no cpu controller, or another place");

    for (int attempt = 0; attempt < 5; attempt++)
        CLAIM(!asks_for_its_turn(50));
    bool asked = false;
    for (int attempt = 0; attempt < 5 || (attempt < 20 && !asked); attempt++) /* who looks may come too late */
        asked |= asks_for_its_turn(9);
    CLAIM(asked);
}

static void no_weight_and_more_than_the_most_are_refused(void)
{
    static const uint8_t wrong[][3] = {{0, 0}, {0x11, 0x27}, {1, 0, 0}};
    for (size_t i = 0; i < 3; i++) {
        struct worker worker;
        begin(&worker, (struct run){0}, "pause", NULL);

        worker_send(&worker, FRAME_WEIGH, wrong[i], i < 2 ? 2 : 3);

        end_of(&worker);
        CLAIM_EQUAL(outcome.ended_by, FRAME_FAULT);
        CLAIM(strcmp(outcome.step, "WEIGH") == 0);
    }
}

static void only_a_terminal_can_be_resized(void)
{
    const uint8_t size[] = {50, 0, 132, 0};
    struct worker worker;
    begin(&worker, (struct run){0}, "pause", NULL);

    worker_send(&worker, FRAME_RESIZE, size, sizeof size);

    end_of(&worker);
    CLAIM_EQUAL(outcome.ended_by, FRAME_FAULT);
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
    RUN(lines_are_answered_one_by_one_and_what_is_taken_is_told);
    RUN(a_signal_overtakes_what_is_kept_within_the_window);
    RUN(a_whole_input_waits_before_its_program_where_nobody_counts_what_is_taken);
    RUN(a_terminal_has_its_size_and_tells_of_another);
    RUN(a_key_and_a_signal_both_interrupt);
    RUN(a_signal_goes_to_what_is_in_the_foreground);
    RUN(a_terminals_input_ends_at_the_beginning_of_a_line_and_within_one);
    RUN(every_key_of_many_arrives);
    RUN(the_limit_on_output_holds_on_a_terminal);
    RUN(all_that_was_written_to_a_terminal_is_forwarded_though_its_program_is_dead);
    RUN(a_flood_of_keys_to_a_program_that_reads_none_is_bounded);
    RUN(input_to_a_program_that_let_go_of_its_terminal_is_taken_and_does_not_stand_before_a_kill);
    RUN(a_program_can_be_weighed_before_it_runs_and_while_it_does);
    RUN(a_short_program_asks_for_its_turn_beside_one_of_less_claim_alone);
    RUN(no_weight_and_more_than_the_most_are_refused);
    RUN(only_a_terminal_can_be_resized);
    int stopped = world_stop(&world);
    return check_result() == 0 && stopped == 0 ? 0 : 1;
}
