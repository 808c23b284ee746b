/*
 * Attack: Makes itself, that is offered first, the last that the kernel would kill, so that it kills a neighbour or the daemon instead.
 * Row: T2.4
 * Promise: HELD
 * Without: identity-killed-first
 * Class: any
 */
#define _GNU_SOURCE
#include "probe.h"

int main(void)
{
    CLAIM(atoi(text_of("/proc/self/oom_score_adj")) > 0, "the score begins at %s", text_of("/proc/self/oom_score_adj"));
    int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    CLAIM(fd < 0 || write(fd, "-1000", 5) < 0, "the score was lowered");
    return verdict();
}
