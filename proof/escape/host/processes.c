/*
 * Attack: Looks for processes that are not its own, by /proc, by number and by signal 0 to all.
 * Row: T4.1
 * Promise: HELD
 * Without: namespace-processes
 * Class: any
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <signal.h>

#include "probe.h"

int main(void)
{
    CLAIM(getpid() == 2, "its number is %d", getpid());
    CLAIM(getppid() == 0, "its parent is visible: %d", getppid());
    DIR *proc = opendir("/proc");
    for (struct dirent *entry; proc != NULL && (entry = readdir(proc)) != NULL;)
        CLAIM(entry->d_name[0] < '0' || entry->d_name[0] > '9' || atoi(entry->d_name) == getpid(), "/proc shows %s",
              entry->d_name);
    REFUSED("signal 0 to all", kill(-1, 0), EPERM, ESRCH);
    REFUSED("signal 0 to init", kill(1, 0), EPERM, ESRCH);
    int found = 0;
    for (pid_t pid = 3; pid < 40000; pid++)
        found += kill(pid, 0) == 0 || errno == EPERM;
    CLAIM(found == 0, "%d processes answer to their number", found);
    return verdict();
}
