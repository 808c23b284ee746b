/*
 * Attack: Writes to its own disk by another name than its three places have, where no mount flag is in the way.
 * Row: T3.2
 * Promise: HELD
 * Without: none alone: the owner of the mount's root and landlock each hold
 * Class: any
 */
#define _GNU_SOURCE
#include "probe.h"

int main(void)
{
    REFUSED("a file in /tmp by its other name", open("/cell/tmp/new", O_CREAT | O_WRONLY | O_CLOEXEC, 0600), EACCES);
    CLAIM(open("/work/own", O_CREAT | O_WRONLY | O_CLOEXEC, 0600) >= 0, "the work directory cannot be written");
    CLAIM(open("/tmp/own", O_CREAT | O_WRONLY | O_CLOEXEC, 0600) >= 0, "/tmp cannot be written");
    CLAIM(open("/dev/shm/own", O_CREAT | O_WRONLY | O_CLOEXEC, 0600) >= 0, "/dev/shm cannot be written");
    CLAIM(open("/dev/null", O_WRONLY | O_CLOEXEC) >= 0, "/dev/null cannot be written");
    return verdict();
}
