/*
 * Attack: Builds segment descriptors of its own by modify_ldt, a part of the kernel that only old emulators need.
 * Row: T1.5
 * Promise: HELD
 * Without: seccomp
 * Class: any
 */
#define _GNU_SOURCE
#include <asm/ldt.h>

#include "probe.h"

int main(void)
{
    struct user_desc empty = {.entry_number = 0, .read_exec_only = 1, .seg_not_present = 1};
    REFUSED("modify_ldt", syscall(SYS_modify_ldt, 1, &empty, sizeof empty), BY_FILTER);
    REFUSED("uselib", syscall(SYS_uselib, "/work/none"), BY_FILTER);
    return verdict();
}
