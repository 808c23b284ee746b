/*
 * identity.h: how a process of a cell gives up what it was born with. Each function is one step and stands alone;
 * program.c and init.c give the order. A step that fails ends the cell.
 */
#ifndef FREEHOLD_IDENTITY_H
#define FREEHOLD_IDENTITY_H

#include <stdint.h>
#include <sys/types.h>

#include "fault.h"

enum { IDENTITY_INSIDE = 1000 }; /* uid and gid as the program sees them */

/* In the daemon: the capabilities that it and its keepers need, and no others, from here on. */
int identity_keep_needed(struct fault *fault);

int identity_no_groups(struct fault *fault);
int identity_become(uid_t id, struct fault *fault); /* uid and gid, all three of each */
int identity_no_bounding_set(struct fault *fault);
int identity_no_capabilities(struct fault *fault); /* cleared, and read back: setresuid alone does not clear them */
int identity_no_new_privileges(struct fault *fault);
int identity_undumpable(struct fault *fault);
int identity_own_keyring(struct fault *fault);
int identity_own_session(struct fault *fault);

/* From now on; again after each change of credentials, which clears it (prctl(2), PR_SET_PDEATHSIG). Of a daemon that has died already, no signal
 * will come: then it fails, for the daemon's end of that socket is closed. */
int identity_die_with_daemon(int socket, struct fault *fault);

int identity_ordinary_priority(struct fault *fault);
int identity_ordinary_signals(struct fault *fault);
/* What differs from one start to the next, as far as the kernel lets it be fixed: addresses, and one processor for all
 * threads; which one, `cell` chooses among those that there are. Both are inherited, and last over exec. */
int identity_repeatable(uint64_t cell, struct fault *fault);
int identity_killed_first(struct fault *fault); /* should the whole host run out of memory */

struct resources {
    uint64_t open_files;
    uint64_t file_bytes;
};
int identity_limit_resources(const struct resources *resources, struct fault *fault);

/* Puts `standard` at 0, 1 and 2 (closes these when NULL), and `kept` (at most 5) at 3 and on, close-on-exec. */
int identity_place_descriptors(const int standard[3], const int *kept, unsigned kept_count, struct fault *fault);
int identity_close_descriptors(unsigned first, struct fault *fault); /* it and all above */

#endif
