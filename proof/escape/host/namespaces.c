/*
 * Attack: Compares its namespaces with the host's, to find one that it shares.
 * Row: T4.4
 * Promise: HELD
 * Without: namespace-processes, namespace-network, namespace-ipc, namespace-host-name, namespace-cgroup, namespace-uptime
 * Class: any
 * Given: host
 */
#define _GNU_SOURCE
#include "probe.h"

int main(void)
{
    static const char *const kinds[] = {"mnt", "pid", "net", "ipc", "uts", "cgroup", "time", "user"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        char path[64], own[64];
        snprintf(path, sizeof path, "/proc/self/ns/%s", kinds[i]);
        ssize_t length = readlink(path, own, sizeof own - 1);
        own[length < 0 ? 0 : length] = 0;
        CLAIM(length > 0, "%s cannot be read", path);
        CLAIM(host_fact(kinds[i])[0] != 0, "the harness told nothing of the host's %s", kinds[i]);
        CLAIM(strcmp(own, host_fact(kinds[i])) != 0, "namespace %s is the host's", kinds[i]);
    }
    return verdict();
}
