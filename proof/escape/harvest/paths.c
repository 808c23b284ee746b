/*
 * Attack: None of its own: what is asked of the collector is hostile, as a worker that was taken over would ask it.
 * Row: T8.1
 * Promise: HELD
 * Cases: ../secret /etc/passwd ../../../etc/passwd ./../work/../../etc/passwd .. /work/here here/../.. here/.
 * Asks: for its case
 * Without: none alone: the daemon opens below its descriptor
 * Class: any
 */
#include "probe.h"

int main(void)
{
    int here = open("here", O_CREAT | O_WRONLY | O_CLOEXEC, 0644);
    CLAIM(write(here, "planted", 7) == 7, "no file");
    return verdict();
}
