/*
 * Attack: Enters the kernel through the 32-bit gate, where every number means another call.
 * Row: T1.1
 * Promise: forbidden 20 i386 or crashed 31
 * Without: seccomp
 * Class: any
 */
#include "probe.h"

int main(void)
{
    long pid;
    __asm__ volatile("int $0x80" : "=a"(pid) : "a"(20L) : "memory", "r8", "r9", "r10", "r11"); /* 20: getpid on i386 */
    OPENED("the 32-bit gate answered %ld", pid);
    return verdict();
}
