/*
 * cgroup_record.h: where the last daemon of a slot put its subtrees, so that the next can clear them.
 *
 * A subtree stands below the daemon's own group, and the next daemon may be started in another one. So the places are
 * written down beside the slot's lock, in /run/freehold/slot-<n>.groups, one path a line, before anything is made
 * there. Only a name that is ours by the slot is ever cleared, and only in a cgroup filesystem.
 */
#ifndef FREEHOLD_CGROUP_RECORD_H
#define FREEHOLD_CGROUP_RECORD_H

#include "fault.h"

/* Clears every recorded subtree. 0 also when there is no record. */
int record_clear(unsigned slot, struct fault *fault);
/* `paths`, ended by NULL, are the groups in which freehold-<slot> will stand. */
int record_write(unsigned slot, const char *const paths[], struct fault *fault);
void record_remove(unsigned slot);

#endif
