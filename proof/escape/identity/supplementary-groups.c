/*
 * Attack: Still is in a group of whoever started the daemon (docker, disk, kvm).
 * Row: T2.2
 * Promise: HELD
 * Without: identity-groups
 * Class: any
 */
#define _GNU_SOURCE
#include "probe.h"

int main(void)
{
    gid_t groups[64];
    int count = getgroups(64, groups);
    CLAIM(count == 0, "it is in %d groups, the first is %u", count, count > 0 ? groups[0] : 0);
    CLAIM(strstr(text_of("/proc/self/status"), "\nGroups:\t \n") != NULL, "the kernel lists groups");
    return verdict();
}
