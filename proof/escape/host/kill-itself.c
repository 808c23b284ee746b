/*
 * Attack: Ends itself as a limit would end it, so that somebody else is blamed.
 * Row: T4.5
 * Promise: crashed 9
 * Without: none alone: a limit's verdict rests on the daemon's own decision, never on a signal
 * Class: any
 */
#include <signal.h>

#include "probe.h"

int main(void)
{
    raise(SIGKILL);
    OPENED("it outlived SIGKILL");
    return verdict();
}
