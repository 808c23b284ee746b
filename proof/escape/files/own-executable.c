/*
 * Attack: Overwrites the executable it was started from (CVE-2019-5736): its own, and through every /proc entry it can see, which
 *     would be the daemon's if a process of it were there.
 * Row: T3.9
 * Promise: HELD
 * Without: none alone: no process of the daemon is to be seen, and its file is not ours to write
 * Class: any
 */
#define _GNU_SOURCE
#include <dirent.h>

#include "probe.h"

int main(void)
{
    char path[300], target[300];
    DIR *proc = opendir("/proc");
    for (struct dirent *entry; proc != NULL && (entry = readdir(proc)) != NULL;) {
        if (entry->d_name[0] < '0' || entry->d_name[0] > '9')
            continue;
        snprintf(path, sizeof path, "/proc/%s/exe", entry->d_name);
        ssize_t length = readlink(path, target, sizeof target - 1);
        target[length < 0 ? 0 : length] = 0;
        CLAIM(strncmp(target, "/work/", 6) == 0, "%s is %s", path, target);
        REFUSED("write an executable that runs", open(path, O_WRONLY | O_CLOEXEC), ETXTBSY, EACCES, EROFS);
    }
    CLAIM(proc != NULL, "no /proc");
    return verdict();
}
