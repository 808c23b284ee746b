/*
 * syscall_rules.h: the lists in profiles/ as data: one entry a line of a list.
 */
#ifndef FREEHOLD_SYSCALL_RULES_H
#define FREEHOLD_SYSCALL_RULES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "frame.h"

enum rule_kind { RULE_ALLOW, RULE_ALLOW_WHEN, RULE_REFUSE, RULE_REFUSE_UNLESS, RULE_KILL };

struct syscall_rule {
    const char *name;
    int number; /* negative when this architecture has no such call */
    enum rule_kind kind;
    enum filter_class from; /* the first class that it holds for; it holds for those above as well */
    unsigned argument;      /* of ALLOW_WHEN, REFUSE_UNLESS: from 0 */
    uint64_t mask, value;
    uint16_t error; /* of REFUSE, REFUSE_UNLESS */
};

extern const struct syscall_rule SYSCALL_RULES[];
extern const size_t SYSCALL_RULE_COUNT;
extern const struct syscall_rule INIT_RULES[];
extern const size_t INIT_RULE_COUNT;

/* The greatest number of the list of calls that this was written against (Linux 5.17). Above it a call is new to us. */
enum { SYSCALL_KNOWN_MAX = 450 };

#endif
