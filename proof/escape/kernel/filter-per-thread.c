/*
 * Attack: Looks for a thread without filter: one started early, one started late, a child, and one after exec.
 * Row: T1.8
 * Promise: HELD
 * Without: seccomp
 * Class: any
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <pthread.h>
#include <sys/prctl.h>

#include "probe.h"

static void check(const char *path)
{
    char *text = text_of(path);
    CLAIM(strstr(text, "\nSeccomp:\t2\n") != NULL, "%s has no filter", path);
    CLAIM(strstr(text, "\nNoNewPrivs:\t1\n") != NULL, "%s may gain privileges", path);
}

static void *wait_on(void *gate)
{
    pthread_mutex_lock(gate);
    pthread_mutex_unlock(gate);
    return NULL;
}

int main(int argc, char **argv)
{
    pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
    pthread_t threads[4];

    pthread_mutex_lock(&gate);
    for (int i = 0; i < 4; i++)
        CLAIM(pthread_create(&threads[i], NULL, wait_on, &gate) == 0, "no thread");
    DIR *tasks = opendir("/proc/self/task");
    int seen = 0;
    for (struct dirent *task; tasks != NULL && (task = readdir(tasks)) != NULL;)
        if (task->d_name[0] != '.') {
            char path[300];
            snprintf(path, sizeof path, "/proc/self/task/%s/status", task->d_name);
            check(path);
            seen++;
        }
    CLAIM(seen == 5, "%d threads were seen, not 5", seen);
    pthread_mutex_unlock(&gate);
    for (int i = 0; i < 4; i++)
        pthread_join(threads[i], NULL);
    CLAIM(prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1, "the kernel says that privileges may be gained");
    if (argc == 1) {
        execl("/proc/self/exe", argv[0], "again", (char *)NULL);
        ODD("exec: %s", strerror(errno));
    }
    return verdict();
}
