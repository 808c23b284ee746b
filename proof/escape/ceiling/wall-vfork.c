/*
 * Attack: Waits in the kernel where most signals do not reach: its vforked child stops, and the parent sleeps uninterruptibly.
 * Row: T7.3
 * Promise: wall_exceeded
 * Without: wall
 * Class: any
 * Limits: wall=400ms
 */
#define _GNU_SOURCE
#include <signal.h>

#include "probe.h"

int main(void)
{
    if (vfork() == 0) {
        raise(SIGSTOP);
        _exit(0);
    }
    OPENED("the child was let go on");
    return verdict();
}
