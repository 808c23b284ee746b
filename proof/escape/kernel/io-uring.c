/*
 * Attack: Makes calls by io_uring, where no filter sees them (sockets of any family, files, all of it).
 * Row: T1.5
 * Promise: HELD
 * Without: seccomp
 * Class: any
 */
#define _GNU_SOURCE
#include "probe.h"

int main(void)
{
    char parameters[120] = {0};
    REFUSED("io_uring_setup", syscall(SYS_io_uring_setup, 1, parameters), BY_FILTER);
    REFUSED("io_uring_enter", syscall(SYS_io_uring_enter, -1, 0, 0, 0, NULL, 0), BY_FILTER);
    REFUSED("io_uring_register", syscall(SYS_io_uring_register, -1, 0, NULL, 0), BY_FILTER);
    return verdict();
}
