#include "syscall_prefix.h"

#include <assert.h>
#include <errno.h>
#include <linux/audit.h>
#include <linux/seccomp.h>
#include <stddef.h>

#if defined(__x86_64__)
#define NATIVE_ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define NATIVE_ARCH AUDIT_ARCH_AARCH64
#else
#error "no list of system calls was made for this architecture"
#endif

/* Numbers from here on are x32's on x86_64 and nobody's elsewhere: left to libseccomp's own check, which kills. */
#define FOREIGN_NUMBERS 0x40000000U
#define REFUSED(error) (SECCOMP_RET_ERRNO | ((error) & SECCOMP_RET_DATA))
#define LOAD(field) ((struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field)))
#define ANSWER(value) ((struct sock_filter)BPF_STMT(BPF_RET | BPF_K, (value)))

enum { JUMP_MAX = 255, NAMES_MAX = 16, RUNS_MAX = (SYSCALL_KNOWN_MAX + 2) / 2, HEAD = 5 };

/* Calls that are allowed, one number after the other. */
struct run {
    uint32_t first, last;
};

bool prefix_allows(enum filter_class class, const struct syscall_rule *rule)
{
    if (rule->kind != RULE_ALLOW || rule->from > class || rule->number < 0 || rule->number > SYSCALL_KNOWN_MAX)
        return false;
    for (size_t i = 0; i < SYSCALL_RULE_COUNT; i++)
        if (SYSCALL_RULES[i].number == rule->number && &SYSCALL_RULES[i] != rule)
            return false;
    return true;
}

static unsigned find_runs(struct run runs[RUNS_MAX], enum filter_class class)
{
    bool allowed[SYSCALL_KNOWN_MAX + 1] = {false};
    unsigned count = 0;
    for (size_t i = 0; i < SYSCALL_RULE_COUNT; i++)
        if (prefix_allows(class, &SYSCALL_RULES[i]))
            allowed[SYSCALL_RULES[i].number] = true;
    for (uint32_t number = 0; number <= SYSCALL_KNOWN_MAX; number++) {
        if (!allowed[number])
            continue;
        if (number == 0 || !allowed[number - 1])
            runs[count++].first = number;
        runs[count - 1].last = number;
    }
    return count;
}

static unsigned find_newer(uint32_t names[NAMES_MAX])
{
    unsigned count = 0;
    for (size_t i = 0; i < SYSCALL_RULE_COUNT; i++)
        if (SYSCALL_RULES[i].number > SYSCALL_KNOWN_MAX && ++count <= NAMES_MAX)
            names[count - 1] = (uint32_t)SYSCALL_RULES[i].number;
    return count;
}

static struct sock_filter compare(uint16_t how, uint32_t with, unsigned then, unsigned otherwise)
{
    return (struct sock_filter)BPF_JUMP((uint16_t)(BPF_JMP | how | BPF_K), with, (uint8_t)then, (uint8_t)otherwise);
}

/* How many instructions the search among so many runs takes: one for each, and one for each choice between two halves. */
static unsigned search_length(unsigned runs)
{
    return 2 * runs - 1;
}

/* Writes the search from `at` on. A number that comes there is not below the first of `runs`. It goes on at `allow` if it is in
 * one of them, else at `behind`. */
static void write_search(struct sock_filter *prefix, unsigned at, const struct run *runs, unsigned count,
                         unsigned allow, unsigned behind)
{
    if (count == 1) {
        prefix[at] = compare(BPF_JGT, runs->last, behind - at - 1, allow - at - 1);
        return;
    }
    unsigned lower = count / 2;
    prefix[at] = compare(BPF_JGE, runs[lower].first, search_length(lower), 0);
    write_search(prefix, at + 1, runs, lower, allow, behind);
    write_search(prefix, at + 1 + search_length(lower), runs + lower, count - lower, allow, behind);
}

int prefix_write(struct sock_filter prefix[PREFIX_MAX], enum filter_class class, struct fault *fault)
{
    struct run runs[RUNS_MAX];
    uint32_t names[NAMES_MAX];
    unsigned runs_count = find_runs(runs, class), names_count = find_newer(names);
    if (runs_count == 0)
        return fault_say(fault, "seccomp: prefix", EINVAL, "nothing is allowed");
    if (names_count > NAMES_MAX)
        return fault_say(fault, "seccomp: prefix", E2BIG, "%u calls newer than the list", names_count);
    unsigned absent = HEAD + names_count;
    unsigned search = absent + 1;
    unsigned allow = search + 1 + search_length(runs_count);
    unsigned behind = allow + 1;
    static_assert((int)JUMP_MAX <= (int)PREFIX_MAX, "no jump leads out of the prefix");
    if (behind > JUMP_MAX)
        return fault_say(fault, "seccomp: prefix", E2BIG, "%u runs", runs_count);

    prefix[0] = LOAD(arch);
    prefix[1] = compare(BPF_JEQ, NATIVE_ARCH, 0, behind - 2);
    prefix[2] = LOAD(nr);
    prefix[3] = compare(BPF_JGE, FOREIGN_NUMBERS, behind - 4, 0);
    prefix[4] = compare(BPF_JGT, SYSCALL_KNOWN_MAX, 0, search - HEAD);
    for (unsigned i = 0; i < names_count; i++)
        prefix[HEAD + i] = compare(BPF_JEQ, names[i], behind - HEAD - i - 1, 0);
    prefix[absent] = ANSWER(REFUSED(ENOSYS));
    prefix[search] = compare(BPF_JGE, runs->first, 0, behind - search - 1);
    write_search(prefix, search + 1, runs, runs_count, allow, behind);
    prefix[allow] = ANSWER(SECCOMP_RET_ALLOW);
    return (int)behind;
}
