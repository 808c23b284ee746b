/*
 * Attack: Writes at the root of its own disk, which is mounted for writing but is none of its three places.
 * Row: T3.2
 * Promise: HELD
 * Without: landlock
 * Class: any
 */
#define _GNU_SOURCE
#include "probe.h"

int main(void)
{
    REFUSED("a file beside the work directory", open("/cell/new", O_CREAT | O_WRONLY | O_CLOEXEC, 0600), EACCES);
    CLAIM(open("/work/own", O_CREAT | O_WRONLY | O_CLOEXEC, 0600) >= 0, "the work directory cannot be written");
    CLAIM(open("/tmp/own", O_CREAT | O_WRONLY | O_CLOEXEC, 0600) >= 0, "/tmp cannot be written");
    CLAIM(open("/dev/shm/own", O_CREAT | O_WRONLY | O_CLOEXEC, 0600) >= 0, "/dev/shm cannot be written");
    CLAIM(open("/dev/null", O_WRONLY | O_CLOEXEC) >= 0, "/dev/null cannot be written");
    return verdict();
}
