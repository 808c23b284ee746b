/*
 * What a program is born with, as the host sees it before its first instruction and after: its groups, and its descriptors.
 * Needs root. `birth_test DAEMON PROBE`; a daemon that can be told to leave a group out, faulty-cell, stands beside PROBE.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

#include "check.h"
#include "fault_plan.h"
#include "world.h"

CHECK_MAIN;

enum { HIERARCHIES_MAX = 16, PROGRAMS_MAX = 8, TEXT_MAX = 8192, PATIENCE_MS = 20000 };

static struct world world;
static const char *daemon_binary, *probe_binary;

static const struct run PAUSE = {.arguments = {"/bin/probe", "pause"}};
static const struct run BOOTSTRAP = {.arguments = {"/bin/probe", "wait"}};

static void read_text(const char *path, char text[TEXT_MAX])
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t got = fd < 0 ? -1 : read(fd, text, TEXT_MAX - 1);
    text[got < 0 ? 0 : got] = '\0';
    if (fd >= 0)
        close(fd);
}

/* -- who -- */

/* Whether it is the second process of a cell of our daemon, which is the program; the first is the cell's init. Not one that
 * is dead, which the host's own pid 1 may be slow to reap. */
static bool is_program(const char *pid)
{
    const unsigned long first = 0x70000000UL + (unsigned long)world.slot * 0x20000;
    unsigned long here, inside;
    char path[300], status[TEXT_MAX];

    snprintf(path, sizeof path, "/proc/%s/status", pid);
    read_text(path, status);
    const char *uid = strstr(status, "\nUid:"), *number = strstr(status, "\nNSpid:");
    return uid != NULL && number != NULL && strstr(status, "\nState:\tZ") == NULL &&
           strstr(status, "\nState:\tX") == NULL && strtoul(uid + 5, NULL, 10) - first < 0x20000 &&
           sscanf(number, "\nNSpid: %lu %lu", &here, &inside) == 2 && inside == 2;
}

static int find_programs(pid_t programs[PROGRAMS_MAX])
{
    int count = 0;
    DIR *proc = opendir("/proc");
    for (struct dirent *entry = readdir(proc); entry != NULL; entry = readdir(proc))
        if (entry->d_name[0] > '0' && entry->d_name[0] <= '9' && count < PROGRAMS_MAX && is_program(entry->d_name))
            programs[count++] = (pid_t)atoi(entry->d_name);
    closedir(proc);
    return count;
}

static pid_t the_program(void)
{
    pid_t programs[PROGRAMS_MAX];
    int count = find_programs(programs);
    CLAIM_EQUAL(count, 1);
    return programs[0];
}

/* Closes the connection and waits, but not for ever, until the programs of the cells are gone. */
static void end(struct worker *worker)
{
    pid_t programs[PROGRAMS_MAX];

    worker_close(worker);
    for (int ms = 0; ms < PATIENCE_MS && find_programs(programs) > 0; ms++)
        poll(NULL, 0, 1);
}

/* -- its groups -- */

struct place {
    char controllers[64]; /* as the kernel names the hierarchy; empty for v2's */
    char path[256];
    bool own; /* a group that the daemon made for a cell */
};

static int places_of(pid_t pid, struct place places[HIERARCHIES_MAX])
{
    char path[64], text[TEXT_MAX], lane[64], cell[64];
    char *rest = NULL;
    int count = 0;

    snprintf(lane, sizeof lane, "/freehold-%d/lane-", world.slot);
    snprintf(cell, sizeof cell, "/freehold-%d/cell-", world.slot);
    snprintf(path, sizeof path, "/proc/%d/cgroup", pid);
    read_text(path, text);
    for (char *line = strtok_r(text, "\n", &rest); line != NULL && count < HIERARCHIES_MAX;
         line = strtok_r(NULL, "\n", &rest), count++) {
        char *controllers = strchr(line, ':') + 1, *of = strchr(controllers, ':') + 1;
        struct place *place = &places[count];
        snprintf(place->controllers, sizeof place->controllers, "%.*s", (int)(of - 1 - controllers), controllers);
        snprintf(place->path, sizeof place->path, "%s", of);
        place->own = strstr(of, lane) != NULL || strstr(of, cell) != NULL;
    }
    return count;
}

static bool has_file(const char *parent, const char *file)
{
    char path[512];
    snprintf(path, sizeof path, "%s/freehold-%d/%s", parent, world.slot, file);
    return access(path, F_OK) == 0;
}

/* Of the hierarchies that the daemon wrote down before it made any group. v1's freezer is needed only where no v2 tree kills. */
static int hierarchies_in_use(void)
{
    char path[64], text[TEXT_MAX], *rest = NULL;
    int count = 0, freezers = 0;
    bool kills = false;
    snprintf(path, sizeof path, "/run/freehold/slot-%d.groups", world.slot);
    read_text(path, text);
    for (char *line = strtok_r(text, "\n", &rest); line != NULL; line = strtok_r(NULL, "\n", &rest), count++) {
        kills = kills || has_file(line, "cgroup.kill");
        freezers += has_file(line, "freezer.state");
    }
    return kills ? count - freezers : count;
}

static bool has_own_of(const struct place *places, int count, const char *controller)
{
    for (int i = 0; i < count; i++) {
        const char *at = strstr(places[i].controllers, controller);
        size_t length = strlen(controller);
        if (places[i].own &&
            (length == 0 ? places[i].controllers[0] == '\0' : at != NULL && (at[length] == '\0' || at[length] == ',')))
            return true;
    }
    return false;
}

static void is_in_all_its_groups(pid_t program)
{
    struct place places[HIERARCHIES_MAX];
    int count = places_of(program, places), own = 0;

    for (int i = 0; i < count; i++)
        own += places[i].own;

    CLAIM(own > 0);
    CLAIM_EQUAL(own, hierarchies_in_use());
    bool is_v2 = own == 1 && has_own_of(places, count, "");
    CLAIM(is_v2 || (has_own_of(places, count, "memory") && has_own_of(places, count, "pids")));
    CLAIM(is_v2 || has_own_of(places, count, "cpuacct"));
    CLAIM(is_v2 || has_own_of(places, count, "freezer") || has_own_of(places, count, ""));
}

static void wait_ready(struct worker *worker)
{
    CLAIM(worker_connect(worker, &world));
    CLAIM(worker_prepare(worker, &MODEST));
}

static void wait_started(struct worker *worker)
{
    CLAIM(worker_exec(worker, &PAUSE));
    CLAIM(worker_receive(worker) && worker->type == FRAME_STARTED);
    CLAIM(worker_receive(worker) && worker->type == FRAME_OUTPUT);
}

static void a_program_is_in_all_its_groups_before_its_first_instruction_and_after(void)
{
    struct worker worker;
    wait_ready(&worker); /* it waits just before exec */
    pid_t program = the_program();

    is_in_all_its_groups(program);
    wait_started(&worker);

    CLAIM_EQUAL(the_program(), program);
    is_in_all_its_groups(program);
    end(&worker);
}

static void so_is_a_bootstrap_that_waits(void)
{
    struct worker worker;
    wait_ready(&worker);

    CLAIM(worker_warm(&worker, &BOOTSTRAP));

    is_in_all_its_groups(the_program());
    end(&worker);
}

static void two_programs_share_no_group(void)
{
    struct worker workers[2];
    struct place first[HIERARCHIES_MAX], second[HIERARCHIES_MAX];
    pid_t programs[PROGRAMS_MAX];
    for (int i = 0; i < 2; i++)
        wait_ready(&workers[i]);

    CLAIM_EQUAL(find_programs(programs), 2);
    int count = places_of(programs[0], first);

    CLAIM_EQUAL(places_of(programs[1], second), count);
    for (int i = 0; i < count; i++)
        CLAIM(first[i].own == second[i].own && (!first[i].own || strcmp(first[i].path, second[i].path) != 0));
    worker_close(&workers[0]);
    end(&workers[1]);
}

/* -- its descriptors -- */

static int by_number(const struct dirent **left, const struct dirent **right)
{
    return atoi((*left)->d_name) - atoi((*right)->d_name);
}

/* "0 pipe 1 pipe 2 pipe " and so on: the number and what it leads to, without the number of that. */
static void held_by(pid_t program, char held[TEXT_MAX])
{
    struct dirent **entries;
    char path[300], target[300];
    size_t length = 0;

    snprintf(path, sizeof path, "/proc/%d/fd", program);
    int count = scandir(path, &entries, NULL, by_number);
    held[0] = '\0';
    for (int i = 0; i < count; i++) {
        snprintf(path, sizeof path, "/proc/%d/fd/%s", program, entries[i]->d_name);
        ssize_t got = entries[i]->d_name[0] == '.' ? -1 : readlink(path, target, sizeof target - 1);
        if (got >= 0)
            length += (size_t)snprintf(held + length, TEXT_MAX - length, "%s %.*s ", entries[i]->d_name,
                                       (int)strcspn((target[got] = '\0', target), ":"), target);
        free(entries[i]);
    }
    free(entries);
}

/* After a moment, for READY comes before a program has closed what it sent with it. */
static void holds(const char *expected)
{
    char held[TEXT_MAX];
    pid_t program = the_program();

    held_by(program, held);
    for (int ms = 0; ms < PATIENCE_MS && strcmp(held, expected) != 0; ms++, held_by(program, held))
        poll(NULL, 0, 1);
    if (strcmp(held, expected) != 0)
        printf("  it holds: %s\n", held);
    CLAIM(strcmp(held, expected) == 0);
}

static void of_what_made_it_a_program_that_waits_holds_the_control_socket_alone(void)
{
    struct worker worker;
    wait_ready(&worker);

    holds("0 pipe 1 pipe 2 pipe 3 socket ");
    end(&worker);
}

static void a_program_holds_its_three_pipes_and_nothing_else(void)
{
    struct worker worker;
    wait_ready(&worker);

    wait_started(&worker);

    holds("0 pipe 1 pipe 2 pipe ");
    end(&worker);
}

static void a_bootstrap_holds_the_two_pipes_of_its_hand_over_besides(void)
{
    struct worker worker;
    wait_ready(&worker);

    CLAIM(worker_warm(&worker, &BOOTSTRAP));

    holds("0 pipe 1 pipe 2 pipe 3 pipe "); /* it closed 4 to say that it waits */
    end(&worker);
}

static void on_a_terminal_it_holds_that_and_nothing_else(void)
{
    struct run run = PAUSE;
    struct worker worker;
    char held[TEXT_MAX], expected[TEXT_MAX], *terminal = NULL;
    run.terminal = true;
    wait_ready(&worker);

    CLAIM(worker_exec(&worker, &run));
    CLAIM(worker_receive(&worker) && worker.type == FRAME_STARTED);
    CLAIM(worker_receive(&worker) && worker.type == FRAME_OUTPUT);

    held_by(the_program(), held);
    CLAIM(sscanf(held, "0 %ms", &terminal) == 1 && terminal[0] == '/');
    snprintf(expected, sizeof expected, "0 %s 1 %s 2 %s ", terminal, terminal, terminal);
    free(terminal);
    CLAIM(strcmp(held, expected) == 0);
    end(&worker);
}

/* -- with a daemon that leaves one out -- */

/* Starts faulty-cell instead, which does not join the group of that number. */
static void start_without(int number)
{
    char binary[300], text[16];
    const char *folder_end = strrchr(probe_binary, '/');
    int length = folder_end == NULL ? 0 : (int)(folder_end + 1 - probe_binary);

    if (world.daemon != 0)
        world_stop(&world);
    snprintf(binary, sizeof binary, "%.*sfaulty-cell", length, probe_binary);
    snprintf(text, sizeof text, "%d", number);
    setenv(FAULT_GROUP_VARIABLE, text, 1);
    bool started = world_start(&world, binary, probe_binary);
    unsetenv(FAULT_GROUP_VARIABLE);
    CLAIM(started);
}

/* Which one of the hierarchies in which a whole program has a group of its own lacks one. */
static int missing_of(const struct place *whole, int count)
{
    struct place places[HIERARCHIES_MAX];
    int missing = -1;

    CLAIM_EQUAL(places_of(the_program(), places), count);
    for (int i = 0; i < count; i++) {
        CLAIM(strcmp(places[i].controllers, whole[i].controllers) == 0);
        if (places[i].own == whole[i].own)
            continue;
        CLAIM(whole[i].own && missing < 0);
        missing = i;
    }
    return missing;
}

static void a_group_that_is_left_out_is_missed_by_the_same_look(void)
{
    struct place whole[HIERARCHIES_MAX];
    struct worker worker;
    bool missed[HIERARCHIES_MAX] = {false};
    int in_use = hierarchies_in_use();
    wait_ready(&worker);
    int count = places_of(the_program(), whole);
    end(&worker);

    for (int number = 0; number < in_use; number++) {
        start_without(number);
        CLAIM(worker_connect(&worker, &world));
        if (!worker_prepare(&worker, &MODEST)) { /* where there is one, none is left, and that is refused */
            CLAIM(in_use == 1 && worker.type == FRAME_FAULT);
        } else {
            int missing = missing_of(whole, count);
            CLAIM(missing >= 0 && !missed[missing]);
            missed[missing] = true;
        }
        end(&worker);
    }
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
    RUN(a_program_is_in_all_its_groups_before_its_first_instruction_and_after);
    RUN(so_is_a_bootstrap_that_waits);
    RUN(two_programs_share_no_group);
    RUN(of_what_made_it_a_program_that_waits_holds_the_control_socket_alone);
    RUN(a_program_holds_its_three_pipes_and_nothing_else);
    RUN(a_bootstrap_holds_the_two_pipes_of_its_hand_over_besides);
    RUN(on_a_terminal_it_holds_that_and_nothing_else);
    RUN(a_group_that_is_left_out_is_missed_by_the_same_look);
    world_stop(&world);
    return check_result();
}
