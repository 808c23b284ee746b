#include "syscall_rules.h"

#include <asm/ioctls.h>
#include <asm/termbits.h>
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/mman.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#ifdef __x86_64__
#include <asm/prctl.h>
#endif

/* words of the lists */
#define WHOLE UINT64_MAX
#define LOW_32 0xffffffffULL
#define SET_ID_BITS (S_ISUID | S_ISGID)
#define KIND_BITS (S_IFMT | SET_ID_BITS)
#define RESET_ON_FORK 0x40000000ULL
#define CLONE_NAMESPACES \
    (CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET)

/* compiled.calls tells it from the other limits by bits */
static_assert(RLIMIT_CORE == 4, "the limit of core files is the one with bit 2 and no other");

/* Named after the headers that this is built with; from 424 on the numbers are the same on every architecture. */
#ifndef __NR_fchmodat2
#define __NR_fchmodat2 452
#endif

#define ALLOW(call) {.name = #call, .number = SCMP_SYS(call), .kind = RULE_ALLOW, .from = FROM},
#define ALLOW_WHEN(call, which, bits, equal) \
    {.name = #call,                          \
     .number = SCMP_SYS(call),               \
     .kind = RULE_ALLOW_WHEN,                \
     .from = FROM,                           \
     .argument = (which),                    \
     .mask = (bits),                         \
     .value = (equal)},
#define REFUSE(call, answer) \
    {.name = #call, .number = SCMP_SYS(call), .kind = RULE_REFUSE, .from = FROM, .error = (answer)},
#define REFUSE_UNLESS(call, which, equal, answer) \
    {.name = #call,                               \
     .number = SCMP_SYS(call),                    \
     .kind = RULE_REFUSE_UNLESS,                  \
     .from = FROM,                                \
     .argument = (which),                         \
     .mask = WHOLE,                               \
     .value = (equal),                            \
     .error = (answer)},
#define KILL(call) {.name = #call, .number = SCMP_SYS(call), .kind = RULE_KILL, .from = FROM},

const struct syscall_rule SYSCALL_RULES[] = {
#define FROM CLASS_COMPILED
#include "profiles/compiled.calls"
#include "profiles/killed.calls"
#include "profiles/refused.calls"
#undef FROM
#define FROM CLASS_INTERPRETED
#include "profiles/interpreted.calls"
#undef FROM
#define FROM CLASS_MANAGED
#include "profiles/managed.calls"
#undef FROM
};
const size_t SYSCALL_RULE_COUNT = sizeof SYSCALL_RULES / sizeof *SYSCALL_RULES;

const struct syscall_rule INIT_RULES[] = {
#define FROM CLASS_COMPILED
#include "profiles/init.calls"
};
const size_t INIT_RULE_COUNT = sizeof INIT_RULES / sizeof *INIT_RULES;
