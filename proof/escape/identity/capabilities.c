/*
 * Attack: Looks for a capability in any of the five sets, of any thread, before and after exec.
 * Row: T2.1
 * Promise: HELD
 * Without: identity-bounding-set
 * Class: any
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <sys/prctl.h>

#include "probe.h"

static void check(const char *path)
{
    static const char *const sets[] = {"CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"};
    for (int i = 0; i < 5; i++) {
        char line[64];
        snprintf(line, sizeof line, "\n%s:\t0000000000000000\n", sets[i]);
        CLAIM(strstr(text_of(path), line) != NULL, "%s is not empty in %s", sets[i], path);
    }
}

static void *thread(void *unused)
{
    check("/proc/thread-self/status");
    return unused;
}

int main(int argc, char **argv)
{
    pthread_t other;
    check("/proc/self/status");
    if (pthread_create(&other, NULL, thread, NULL) == 0)
        pthread_join(other, NULL);
    if (argc == 1) {
        execl("/proc/self/exe", argv[0], "again", (char *)NULL);
        ODD("exec: %s", strerror(errno));
    }
    return verdict();
}
