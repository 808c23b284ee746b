/*
 * Attack: Reads and writes another process's memory by process_vm_readv, process_vm_writev and process_madvise.
 * Row: T1.4
 * Promise: HELD
 * Without: seccomp
 * Class: any
 */
#define _GNU_SOURCE
#include <signal.h>
#include <sys/uio.h>

#include "probe.h"

int main(void)
{
    static char word[] = "mine", read_back[sizeof word];
    pid_t child = fork();
    if (child == 0) {
        pause();
        _exit(0);
    }
    struct iovec local = {read_back, sizeof read_back}, remote = {word, sizeof word};
    REFUSED("read a child", process_vm_readv(child, &local, 1, &remote, 1, 0), BY_FILTER);
    REFUSED("write a child", process_vm_writev(child, &local, 1, &remote, 1, 0), BY_FILTER);
    REFUSED("read init", process_vm_readv(1, &local, 1, &remote, 1, 0), BY_FILTER, ESRCH);
    kill(child, SIGKILL);
    status_of(child);
    return verdict();
}
