/*
 * bare: runs a program as plainly as a parent can, and says how long that took. The other side of `freehold bench`.
 *
 *   bare COUNT JOBS INPUT PROGRAM [ARGUMENT…]
 *
 * JOBS processes run PROGRAM COUNT times each, one after the other, with INPUT (a file) as standard input and pipes for
 * both outputs, read to their end, as a service would that has to return them. Written for each run, to standard
 * output: `WALL_NS EXIT_STATUS`. posix_spawn(3) is the cheapest way to start a program that there is; a JVM's would
 * flatter whom it is compared with. The environment is PATH alone, as in a cell.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { RUNS_MAX = 100000, JOBS_MAX = 64, CHUNK = 64 * 1024 };

static uint64_t now_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static _Noreturn void fail(const char *what)
{
    fprintf(stderr, "bare: %s: %s\n", what, strerror(errno));
    exit(70);
}

/* Reads both pipes until both are closed. */
static void drain(int out, int err)
{
    static char chunk[CHUNK];
    struct pollfd pipes[2] = {{.fd = out, .events = POLLIN}, {.fd = err, .events = POLLIN}};

    for (int open = 2; open > 0;) {
        if (poll(pipes, 2, -1) < 0 && errno != EINTR)
            fail("poll");
        for (int i = 0; i < 2; i++) {
            if (pipes[i].fd >= 0 && pipes[i].revents != 0 && read(pipes[i].fd, chunk, sizeof(chunk)) <= 0) {
                pipes[i].fd = -1;
                open--;
            }
        }
    }
}

static void run(const char *input, char **argv)
{
    char *environment[] = {"PATH=/usr/local/bin:/usr/bin:/bin", NULL};
    posix_spawn_file_actions_t actions;
    int out[2], err[2], status;
    pid_t child;
    uint64_t began = now_ns();

    if (pipe2(out, O_CLOEXEC) < 0 || pipe2(err, O_CLOEXEC) < 0)
        fail("pipe2");
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, input, O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, err[1], STDERR_FILENO);
    errno = posix_spawn(&child, argv[0], &actions, NULL, argv, environment);
    if (errno != 0)
        fail(argv[0]);
    posix_spawn_file_actions_destroy(&actions);
    close(out[1]);
    close(err[1]);
    drain(out[0], err[0]);
    close(out[0]);
    close(err[0]);
    if (waitpid(child, &status, 0) < 0)
        fail("waitpid");
    uint64_t took = now_ns() - began;
    printf("%" PRIu64 " %d\n", took, WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
}

static long number(const char *text, long most)
{
    char *end;
    long value = strtol(text, &end, 10);

    if (*end != '\0' || value < 1 || value > most) {
        fprintf(stderr, "bare: not a number from 1 to %ld: %s\n", most, text);
        exit(64);
    }
    return value;
}

int main(int argc, char **argv)
{
    if (argc < 5) {
        fputs("usage: bare COUNT JOBS INPUT PROGRAM [ARGUMENT...]\n", stderr);
        return 64;
    }
    long count = number(argv[1], RUNS_MAX);
    long jobs = number(argv[2], JOBS_MAX);
    for (long job = 1; job < jobs; job++) {
        pid_t child = fork();
        if (child < 0)
            fail("fork");
        if (child == 0)
            jobs = 0;
    }
    /* Short lines reach the pipe in one write each, so those of different jobs do not mix. */
    setvbuf(stdout, NULL, _IOLBF, BUFSIZ);
    for (long i = 0; i < count; i++)
        run(argv[3], argv + 4);
    while (jobs > 1 && wait(NULL) > 0)
        continue;
    return 0;
}
