/*
 * Attack: Looks for the host's directories at their usual places.
 * Row: T3.1
 * Promise: HELD
 * Without: none alone: without the change of root nothing of a cell could stand
 * Class: any
 */
#define _GNU_SOURCE
#include <dirent.h>

#include "probe.h"

int main(void)
{
    static const char *const places[] = {
        "/etc/shadow",      "/etc/ssh",       "/root/.ssh",       "/root/.bashrc", "/home",
        "/sys/kernel",      "/sys/fs/cgroup", "/run/docker.sock", "/run/freehold", "/var/run/docker.sock",
        "/var/lib",         "/var/log",       "/run/systemd",     "/boot",         "/mnt",
        "/lost+found",      "/etc/freehold",  "/run/secrets",     "/var/spool",    "/srv",
        "/proc/1/root/etc", "/.dockerenv",    "/etc/machine-id",  "/etc/hostname", "/run/user",
    };
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        REFUSED(places[i], access(places[i], F_OK), ENOENT, EACCES);
    DIR *sys = opendir("/sys");
    int entries = 0;
    while (sys != NULL && readdir(sys) != NULL)
        entries++;
    CLAIM(entries <= 2, "/sys has %d entries", entries);
    return verdict();
}
