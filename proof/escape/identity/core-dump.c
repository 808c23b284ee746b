/*
 * Attack: Crashes on purpose: where core_pattern is a pipe, the kernel starts a helper as root of the host and feeds it this
 *     program's memory.
 * Row: T2.5
 * Promise: HELD
 * Without: identity-resources
 * Class: any
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <signal.h>
#include <sys/resource.h>

#include "probe.h"

int main(void)
{
    struct rlimit core;
    /* One, not zero: zero still starts a piped helper, one is the value that keeps the kernel from it (core(5)). */
    CLAIM(getrlimit(RLIMIT_CORE, &core) == 0 && core.rlim_cur == 1 && core.rlim_max == 1, "RLIMIT_CORE is %llu",
          (unsigned long long)core.rlim_cur);
    struct rlimit none = {0, 1};
    REFUSED("no core file at all", setrlimit(RLIMIT_CORE, &none), EPERM);
    REFUSED("the same by prlimit", syscall(SYS_prlimit64, 0, RLIMIT_CORE, &none, NULL), EPERM);
    pid_t child = fork();
    if (child == 0) {
        signal(SIGSEGV, SIG_DFL);
        raise(SIGSEGV);
        _exit(0);
    }
    int status = status_of(child);
    CLAIM(WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV, "the child did not crash");
    CLAIM(!WCOREDUMP(status), "the kernel says that it dumped core");
    DIR *here = opendir(".");
    for (struct dirent *entry; here != NULL && (entry = readdir(here)) != NULL;)
        CLAIM(strncmp(entry->d_name, "core", 4) != 0 || strcmp(entry->d_name, "core-dump") == 0, "a core file %s",
              entry->d_name);
    return verdict();
}
