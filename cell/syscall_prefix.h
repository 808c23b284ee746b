/*
 * syscall_prefix.h: what stands in a filter before libseccomp's part.
 *
 * Two things that libseccomp cannot say, or says at length. It has one answer for all calls without a rule, and ours is
 * EPERM: the call is there, and refused. A call that is newer than the list must read as absent instead, or C libraries do
 * not fall back to an older one. And it compares an allowed call's number with each number that is allowed, where most of
 * them stand in runs: every cell loads its filter anew, and the kernel translates it each time and tries it with every
 * number (kernel/seccomp.c, seccomp_cache_prepare), so its length is paid for with every execution.
 */
#ifndef FREEHOLD_SYSCALL_PREFIX_H
#define FREEHOLD_SYSCALL_PREFIX_H

#include <linux/filter.h>

#include "fault.h"
#include "syscall_rules.h"

enum { PREFIX_MAX = 256 };

/* Whether the prefix answers for the rule in this class, so that libseccomp need not know it: the call is allowed whatever
 * its arguments, and nothing else is said of it. */
bool prefix_allows(enum filter_class class, const struct syscall_rule *rule);

/* Native call of a class, by the list: newer than the list and not named in it: ENOSYS; in a run of those that
 * prefix_allows: allowed. Everything else, and every other architecture, goes on behind the prefix. Returns its length,
 * or -1 with a fault when there are so many runs that it cannot be jumped over. */
int prefix_write(struct sock_filter prefix[PREFIX_MAX], enum filter_class class, struct fault *fault);

#endif
