/*
 * probe.h: how the programs of the suite ask a boundary a question, and say what it answered.
 *
 * Every line that a program prints begins with one word. OPEN: the boundary let it through. ODD: it was refused, but not in a
 * way that we know, so the probe may have measured something else. NOTE: a fact for the reader. DIFFERS: a value that
 * no neighbour may print too. ACCEPTED: a channel that we know of and document. The last line is HELD when there was neither
 * OPEN nor ODD; only then is the exit status 0. A program undoes what it managed to do, so that an open
 * boundary costs the host nothing.
 */
#ifndef PROBE_H
#define PROBE_H

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

static int probe_asked, probe_failed;

__attribute__((format(printf, 2, 3), unused)) static void probe_say(const char *word, const char *format, ...)
{
    char text[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    dprintf(1, "%s %s\n", word, text);
}

#define NOTE(...) probe_say("NOTE", __VA_ARGS__)
#define DIFFERS(...) probe_say("DIFFERS", __VA_ARGS__)
#define ACCEPTED(...) probe_say("ACCEPTED", __VA_ARGS__)
#define OPENED(...) (probe_failed++, probe_say("OPEN", __VA_ARGS__))
#define ODD(...) (probe_failed++, probe_say("ODD", __VA_ARGS__))

/* What must be true while the boundary holds. */
#define CLAIM(condition, ...) (probe_asked++, (condition) ? (void)0 : OPENED(__VA_ARGS__))

/* Whether `error` is one of the ways in which the boundary may refuse; `expected` ends with 0. */
static inline bool probe_expects(const int *expected, int error)
{
    for (; *expected != 0; expected++)
        if (*expected == error)
            return true;
    return false;
}

static inline void probe_judge(const char *what, long result, int error, const int *expected)
{
    probe_asked++;
    if (result >= 0)
        OPENED("%s", what);
    else if (!probe_expects(expected, error))
        ODD("%s: %s", what, strerror(error));
}

/* A call that must fail, with one of the errors named; its result, so that success can be undone. */
#define REFUSED(what, call, ...)                                          \
    __extension__({                                                       \
        errno = 0;                                                        \
        long result_ = (long)(call);                                      \
        probe_judge(what, result_, errno, (const int[]){__VA_ARGS__, 0}); \
        result_;                                                          \
    })

/* How the filter refuses; most calls of an administrator look the same without capabilities. */
#define BY_FILTER EPERM, ENOSYS

static inline int verdict(void)
{
    if (probe_asked == 0)
        ODD("nothing was asked");
    if (probe_failed == 0)
        dprintf(1, "HELD\n");
    return probe_failed == 0 ? 0 : 1;
}

/* A whole small file as text; empty when it cannot be read. The buffer is one for all calls. */
static inline char *text_of(const char *path)
{
    static char text[65536];
    size_t length = 0;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    for (ssize_t n; fd >= 0 && length < sizeof text - 1 && (n = read(fd, text + length, sizeof text - 1 - length)) > 0;)
        length += (size_t)n;
    if (fd >= 0)
        close(fd);
    text[length] = 0;
    return text;
}

/* A fact about the host that the harness has written to /work/host as "key value"; empty when it has not. */
static inline const char *host_fact(const char *key)
{
    static char value[512];
    size_t length = strlen(key);
    value[0] = 0;
    for (char *line = strtok(text_of("host"), "\n"); line != NULL; line = strtok(NULL, "\n"))
        if (strncmp(line, key, length) == 0 && line[length] == ' ')
            snprintf(value, sizeof value, "%s", line + length + 1);
    return value;
}

/* In a program for two cells: whether this is the first, which lays the trap. */
static inline bool is_first(int argc, char **argv)
{
    return argc > 1 && strcmp(argv[1], "first") == 0;
}

/* The first cell says that its trap is laid, and waits until the neighbour has ended: until its input ends. */
static inline void wait_for_neighbour(void)
{
    char byte;
    dprintf(1, "READY\n");
    while (read(0, &byte, 1) > 0)
        ;
}

/* Waits for one child; its status, or -1. */
static inline int status_of(pid_t child)
{
    int status;
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            return -1;
    return status;
}

#endif
