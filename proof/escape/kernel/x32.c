/*
 * Attack: Calls the kernel by x32 numbers, which a filter that looks at numbers alone does not know.
 * Row: T1.1
 * Promise: forbidden 0x40000027 or crashed 31
 * Without: seccomp
 * Class: any
 */
#include "probe.h"

int main(void)
{
    long pid = syscall(0x40000000 | SYS_getpid);
    OPENED("x32 getpid returned %ld, %s", pid, strerror(errno));
    return verdict();
}
