/*
 * Attack: Has the whole of /proc, and reads there what tells one host, and one start of it, from all others.
 * Row: T4.2
 * Promise: HELD
 * Without: none alone: a control without any mask opens more than this
 * Class: any
 * Root: full
 */
#include "probe.h"

int main(void)
{
    CLAIM(access("/proc/meminfo", R_OK) == 0, "this is not the whole of /proc");
    CLAIM(text_of("/proc/sys/kernel/random/boot_id")[0] == 0, "boot id %s", text_of("/proc/sys/kernel/random/boot_id"));
    CLAIM(text_of("/proc/cmdline")[0] == 0, "command line of the kernel: %.100s", text_of("/proc/cmdline"));
    CLAIM(atof(text_of("/proc/uptime")) < 300, "uptime %s", text_of("/proc/uptime"));
    return verdict();
}
