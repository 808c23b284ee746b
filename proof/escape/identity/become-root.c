/*
 * Attack: Becomes root, or anybody else, by the calls for it.
 * Row: T2.2
 * Promise: HELD
 * Without: none alone: only one id is mapped, and no capability is left to change it
 * Class: any
 */
#define _GNU_SOURCE
#include <grp.h>
#include <sys/fsuid.h>

#include "probe.h"

int main(void)
{
    CLAIM(getuid() == 1000 && geteuid() == 1000, "it is uid %u", getuid());
    CLAIM(getgid() == 1000 && getegid() == 1000, "it is gid %u", getgid());
    REFUSED("setuid 0", setuid(0), EPERM, EINVAL);
    REFUSED("setresuid 0", setresuid(0, 0, 0), EPERM, EINVAL);
    REFUSED("setresuid 1001", setresuid(1001, 1001, 1001), EPERM, EINVAL);
    REFUSED("setgid 0", setgid(0), EPERM, EINVAL);
    REFUSED("setgroups", setgroups(1, (gid_t[]){0}), EPERM);
    setfsuid(0);
    CLAIM(setfsuid((uid_t)-1) != 0, "files are opened as root");
    return verdict();
}
