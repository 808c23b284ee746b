/*
 * Attack: Leaves a key in the keyring of its session, of its user, and in the one that outlasts both.
 * Row: T6.2
 * Cells: one after the other
 * Promise: HELD
 * Without: none alone: the filter refuses the calls; the session's keyring and the uid are each cell's own
 * Class: any
 */
#define _GNU_SOURCE
#include <linux/keyctl.h>

#include "probe.h"

int main(int argc, char **argv)
{
    static const long rings[] = {KEY_SPEC_SESSION_KEYRING, KEY_SPEC_USER_KEYRING, KEY_SPEC_USER_SESSION_KEYRING,
                                 KEY_SPEC_PROCESS_KEYRING};
    long persistent = REFUSED("the persistent keyring",
                              syscall(SYS_keyctl, KEYCTL_GET_PERSISTENT, -1, KEY_SPEC_PROCESS_KEYRING), BY_FILTER);
    for (int i = 0; i < 4; i++) {
        if (is_first(argc, argv))
            REFUSED("add a key", syscall(SYS_add_key, "user", "freehold-proof", "left", 4, rings[i]), BY_FILTER);
        else
            REFUSED("find a key", syscall(SYS_keyctl, KEYCTL_SEARCH, rings[i], "user", "freehold-proof", 0), BY_FILTER);
    }
    if (persistent >= 0)
        syscall(SYS_keyctl, KEYCTL_UNLINK, persistent, KEY_SPEC_PROCESS_KEYRING);
    REFUSED("request a key", syscall(SYS_request_key, "user", "freehold-proof", NULL, KEY_SPEC_SESSION_KEYRING),
            BY_FILTER);
    return verdict();
}
