/*
 * Attack: Stays in the session and process group of whoever started the daemon, and signals them all.
 * Row: T4.1
 * Promise: HELD
 * Without: identity-session
 * Class: any
 */
#define _GNU_SOURCE
#include <signal.h>

#include "probe.h"

int main(void)
{
    CLAIM(getsid(0) == getpid(), "its session is that of %d", getsid(0));
    CLAIM(getpgrp() == getpid(), "its group is that of %d", getpgrp());
    CLAIM(kill(0, 0) == 0, "it cannot signal itself");
    return verdict();
}
