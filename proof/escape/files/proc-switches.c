/*
 * Attack: Turns the switches that /proc has for each process: audit identity, autogroup, fault injection, security labels.
 * Row: T3.8
 * Promise: HELD
 * Without: none alone: each wants a capability
 * Class: any
 */
#define _GNU_SOURCE
#include "probe.h"

static void ask(const char *path, const char *word)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    CLAIM(fd < 0 || write(fd, word, strlen(word)) < 0, "%s took %s", path, word);
    if (fd >= 0)
        close(fd);
}

int main(void)
{
    ask("/proc/self/loginuid", "0");
    ask("/proc/self/autogroup", "-10");
    ask("/proc/self/make-it-fail", "1");
    ask("/proc/self/attr/current", "unconfined");
    ask("/proc/self/attr/exec", "exec unconfined");
    ask("/proc/self/timens_offsets", "boottime 100 0\n");
    return verdict();
}
