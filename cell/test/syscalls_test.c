/* The filters as programs: run here, instruction by instruction, for every call and class. Needs no privilege. */
#include "../syscalls.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/syscall.h>

#include "../syscall_rules.h"
#include "check.h"

CHECK_MAIN;

enum { BEYOND = 1000, STEPS_MAX = BPF_MAXINSNS };

static const uint64_t UPPER = 0xdeadbeefULL << 32;
static struct syscall_programs programs;
static struct fault fault;
#ifdef __x86_64__
static const uint32_t NATIVE = AUDIT_ARCH_X86_64;
#else
static const uint32_t NATIVE = AUDIT_ARCH_AARCH64;
#endif

/* What the kernel would do: classic BPF as far as seccomp(2) allows it and libseccomp uses it. */
static uint32_t answer(const struct syscall_program *program, const struct seccomp_data *data)
{
    uint32_t accumulator = 0;
    for (unsigned at = 0, steps = 0; at < program->count && steps < STEPS_MAX; at++, steps++) {
        const struct sock_filter *instruction = &program->instructions[at];
        bool holds;
        switch (instruction->code) {
        case BPF_LD | BPF_W | BPF_ABS:
            CLAIM(instruction->k + sizeof accumulator <= sizeof *data);
            memcpy(&accumulator, (const char *)data + instruction->k, sizeof accumulator);
            continue;
        case BPF_ALU | BPF_AND | BPF_K:
            accumulator &= instruction->k;
            continue;
        case BPF_RET | BPF_K:
            return instruction->k;
        case BPF_JMP | BPF_JA:
            at += instruction->k;
            continue;
        case BPF_JMP | BPF_JEQ | BPF_K:
            holds = accumulator == instruction->k;
            break;
        case BPF_JMP | BPF_JGE | BPF_K:
            holds = accumulator >= instruction->k;
            break;
        case BPF_JMP | BPF_JGT | BPF_K:
            holds = accumulator > instruction->k;
            break;
        default:
            CLAIM(!"an instruction that this test knows");
            continue;
        }
        at += holds ? instruction->jt : instruction->jf;
    }
    CLAIM(!"an end of the program");
    return 0;
}

static uint32_t ask(enum filter_class class, int number, unsigned argument, uint64_t value)
{
    struct seccomp_data data = {.nr = number, .arch = NATIVE};
    data.args[argument] = value;
    return answer(&programs.by_class[class], &data);
}

static uint32_t ask_limit(int number, unsigned argument, uint64_t resource, uint64_t new_limit)
{
    struct seccomp_data data = {.nr = number, .arch = NATIVE};
    data.args[argument] = resource;
    data.args[argument + 1] = new_limit;
    return answer(&programs.by_class[CLASS_MANAGED], &data);
}

static uint32_t refused(int error)
{
    return SECCOMP_RET_ERRNO | (uint32_t)error;
}

static bool is_named(int number)
{
    for (size_t i = 0; i < SYSCALL_RULE_COUNT; i++)
        if (SYSCALL_RULES[i].number == number)
            return true;
    return false;
}

static bool is_allowed_with(int number, enum filter_class class, uint64_t value)
{
    for (size_t i = 0; i < SYSCALL_RULE_COUNT; i++) {
        const struct syscall_rule *rule = &SYSCALL_RULES[i];
        if (rule->number == number && rule->from <= class && rule->kind == RULE_ALLOW_WHEN &&
            (value & rule->mask) == rule->value)
            return true;
    }
    return false;
}

/* Such a call is asked about by itself: one argument alone does not say whether it is refused. */
static bool looks_at_two_arguments(int number)
{
    unsigned seen = 0;
    for (size_t i = 0; i < SYSCALL_RULE_COUNT; i++)
        if (SYSCALL_RULES[i].number == number && SYSCALL_RULES[i].kind == RULE_ALLOW_WHEN)
            seen |= 1U << SYSCALL_RULES[i].argument;
    return (seen & (seen - 1)) != 0;
}

static void the_rules_are_what_the_filters_do(void)
{
    for (size_t i = 0; i < SYSCALL_RULE_COUNT; i++) {
        const struct syscall_rule *rule = &SYSCALL_RULES[i];
        for (enum filter_class class = CLASS_COMPILED; rule->number >= 0 && class <= CLASS_MANAGED; class++) {
            uint32_t got = ask(class, rule->number, rule->argument, rule->value);
            switch (rule->kind) {
            case RULE_ALLOW:
            case RULE_ALLOW_WHEN:
                CLAIM_EQUAL(got, rule->from <= class ? SECCOMP_RET_ALLOW : refused(EPERM));
                break;
            case RULE_REFUSE:
                CLAIM_EQUAL(got, refused(rule->error));
                break;
            case RULE_REFUSE_UNLESS:
                CLAIM_EQUAL(ask(class, rule->number, rule->argument, rule->value + 1), refused(rule->error));
                break;
            case RULE_KILL:
                CLAIM_EQUAL(got, SECCOMP_RET_USER_NOTIF);
                break;
            }
        }
    }
}

static void arguments_beside_the_list_are_refused(void)
{
    for (size_t i = 0; i < SYSCALL_RULE_COUNT; i++) {
        const struct syscall_rule *rule = &SYSCALL_RULES[i];
        for (unsigned bit = 0; rule->kind == RULE_ALLOW_WHEN && rule->number >= 0 && bit < 64; bit++) {
            uint64_t value = rule->value ^ 1ULL << bit;
            if (is_allowed_with(rule->number, CLASS_MANAGED, value) || looks_at_two_arguments(rule->number))
                continue;
            uint32_t got = ask(CLASS_MANAGED, rule->number, rule->argument, value);
            CLAIM((got & SECCOMP_RET_ACTION_FULL) == SECCOMP_RET_ERRNO);
        }
    }
}

static void what_the_kernel_does_not_look_at_hides_nothing(void)
{
    uint64_t tiocsti = 0x5412, tcgets = 0x5401;

    CLAIM_EQUAL(ask(CLASS_MANAGED, SYS_ioctl, 1, tiocsti | UPPER), refused(EPERM));
    CLAIM_EQUAL(ask(CLASS_MANAGED, SYS_ioctl, 1, tcgets | UPPER), SECCOMP_RET_ALLOW);
    CLAIM_EQUAL(ask(CLASS_MANAGED, SYS_fcntl, 1, 1024 | UPPER), refused(EPERM));
    CLAIM_EQUAL(ask(CLASS_MANAGED, SYS_madvise, 2, 12 | UPPER), refused(EPERM));
    CLAIM_EQUAL(ask(CLASS_MANAGED, SYS_clone, 0, CLONE_NEWUSER | UPPER), refused(EPERM));
}

static void every_limit_may_be_set_but_that_of_core_files(void)
{
    static const uint64_t LIMIT = 0x7ffc00001000;

    for (uint64_t resource = 0; resource < RLIM_NLIMITS; resource++) {
        uint32_t expected = resource == RLIMIT_CORE ? refused(EPERM) : SECCOMP_RET_ALLOW;
        CLAIM_EQUAL(ask_limit(SYS_setrlimit, 0, resource, LIMIT), expected);
        CLAIM_EQUAL(ask_limit(SYS_setrlimit, 0, resource | UPPER, LIMIT), expected);
        CLAIM_EQUAL(ask_limit(SYS_prlimit64, 1, resource, LIMIT), expected);
        CLAIM_EQUAL(ask_limit(SYS_prlimit64, 1, resource | UPPER, LIMIT), expected);
        CLAIM_EQUAL(ask_limit(SYS_prlimit64, 1, resource, 0), SECCOMP_RET_ALLOW);
    }
}

static void what_is_in_memory_of_a_shared_file_is_not_told(void)
{
    enum { NOWAIT = 8 };

    CLAIM_EQUAL(ask(CLASS_MANAGED, SYS_preadv2, 5, 0), SECCOMP_RET_ALLOW);
    CLAIM_EQUAL(ask(CLASS_MANAGED, SYS_preadv2, 5, NOWAIT), refused(EOPNOTSUPP));
    CLAIM_EQUAL(ask(CLASS_MANAGED, SYS_preadv2, 5, NOWAIT | UPPER), refused(EOPNOTSUPP));
    CLAIM_EQUAL(ask(CLASS_MANAGED, SYS_openat2, 0, 0), refused(ENOSYS));
}

static void no_call_stands_in_two_lists(void)
{
    for (size_t i = 0; i < SYSCALL_RULE_COUNT; i++)
        for (size_t j = i + 1; j < SYSCALL_RULE_COUNT; j++) {
            const struct syscall_rule *one = &SYSCALL_RULES[i], *other = &SYSCALL_RULES[j];
            bool by_argument =
                one->kind == RULE_ALLOW_WHEN && (other->kind == RULE_ALLOW_WHEN || other->kind == RULE_REFUSE_UNLESS);
            if (!by_argument)
                CLAIM(strcmp(one->name, other->name) != 0);
        }
}

static void a_call_that_no_list_names_is_refused(void)
{
    for (enum filter_class class = CLASS_COMPILED; class <= CLASS_MANAGED; class++)
        for (int number = 0; number <= SYSCALL_KNOWN_MAX; number++)
            if (!is_named(number))
                CLAIM_EQUAL(ask(class, number, 0, 0), refused(EPERM));
}

static void a_call_newer_than_the_list_reads_as_absent(void)
{
    for (enum filter_class class = CLASS_COMPILED; class <= CLASS_MANAGED; class++) {
        for (int number = SYSCALL_KNOWN_MAX + 1; number < BEYOND; number++)
            if (!is_named(number))
                CLAIM_EQUAL(ask(class, number, 0, 0), refused(ENOSYS));
        CLAIM_EQUAL(ask(class, 0x3fffffff, 0, 0), refused(ENOSYS));
    }
}

static void every_new_namespace_is_refused_and_threads_are_not(void)
{
    static const uint64_t NAMESPACES[] = {CLONE_NEWNS,   CLONE_NEWCGROUP, CLONE_NEWUTS, CLONE_NEWIPC,
                                          CLONE_NEWUSER, CLONE_NEWPID,    CLONE_NEWNET};
    uint64_t thread = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM | CLONE_SETTLS |
                      CLONE_PARENT_SETTID | CLONE_CHILD_CLEARTID;

    for (size_t i = 0; i < sizeof NAMESPACES / sizeof *NAMESPACES; i++)
        CLAIM_EQUAL(ask(CLASS_MANAGED, SYS_clone, 0, NAMESPACES[i] | 17), refused(EPERM));
    CLAIM_EQUAL(ask(CLASS_MANAGED, SYS_clone, 0, CLONE_PARENT | 17), refused(EPERM));
    CLAIM_EQUAL(ask(CLASS_COMPILED, SYS_clone, 0, thread), SECCOMP_RET_ALLOW);
    CLAIM_EQUAL(ask(CLASS_COMPILED, SYS_clone3, 0, 0), refused(ENOSYS));
}

static void calls_of_other_architectures_kill(void)
{
    static const uint32_t FOREIGN[] = {AUDIT_ARCH_I386, AUDIT_ARCH_ARM, AUDIT_ARCH_RISCV64, 0};
    for (enum filter_class class = CLASS_COMPILED; class <= CLASS_MANAGED; class++)
        for (size_t i = 0; i < sizeof FOREIGN / sizeof *FOREIGN; i++)
            for (int number = 0; number < BEYOND; number++) {
                struct seccomp_data data = {.nr = number, .arch = FOREIGN[i]};
                CLAIM_EQUAL(answer(&programs.by_class[class], &data), SECCOMP_RET_KILL_PROCESS);
            }
}

static void x32_calls_kill(void)
{
#ifdef __x86_64__
    for (int number = 0; number < BEYOND; number++)
        CLAIM_EQUAL(ask(CLASS_MANAGED, number | 0x40000000, 0, 0), SECCOMP_RET_KILL_PROCESS);
#else
    SKIP_UNLESS(false, "x32 is of x86_64");
#endif
}

static void pid_1_may_read_and_end_and_nothing_else(void)
{
    static const int needed[] = {SYS_read, SYS_close, SYS_exit_group};
    static const int needless[] = {SYS_wait4, SYS_waitid, SYS_ppoll, SYS_write, SYS_kill, SYS_execve};
    struct seccomp_data data = {.arch = NATIVE};

    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++) {
        data.nr = needed[i];
        CLAIM_EQUAL(answer(&programs.init, &data), SECCOMP_RET_ALLOW);
    }
    for (size_t i = 0; i < sizeof needless / sizeof *needless; i++) {
        data.nr = needless[i];
        CLAIM_EQUAL(answer(&programs.init, &data), SECCOMP_RET_KILL_PROCESS);
    }
    for (int number = 0; number < BEYOND; number++) {
        bool named = false;
        for (size_t i = 0; i < INIT_RULE_COUNT; i++)
            named |= INIT_RULES[i].number == number;
        data.nr = number;
        if (!named)
            CLAIM_EQUAL(answer(&programs.init, &data), SECCOMP_RET_KILL_PROCESS);
    }
}

static void a_wider_class_allows_all_that_a_narrower_does(void)
{
    for (int number = 0; number < BEYOND; number++)
        for (enum filter_class class = CLASS_COMPILED; class < CLASS_MANAGED; class++)
            if (ask(class, number, 0, 0) == SECCOMP_RET_ALLOW)
                CLAIM_EQUAL(ask(class + 1, number, 0, 0), SECCOMP_RET_ALLOW);
}

static void every_filter_is_far_below_the_kernels_bound(void)
{
    for (enum filter_class class = CLASS_COMPILED; class <= CLASS_MANAGED; class++)
        CLAIM(programs.by_class[class].count > 100 && programs.by_class[class].count < BPF_MAXINSNS / 2);
}

int main(void)
{
    if (syscalls_compile(&programs, &fault) < 0) {
        printf("FAILED to compile: %s: %s (%s)\n0 passed, 1 failed, 0 skipped\n", fault.step, strerror(fault.error),
               fault.text);
        return 1;
    }
    printf("instructions: compiled %u, interpreted %u, managed %u, init %u\n", programs.by_class[CLASS_COMPILED].count,
           programs.by_class[CLASS_INTERPRETED].count, programs.by_class[CLASS_MANAGED].count, programs.init.count);
    RUN(the_rules_are_what_the_filters_do);
    RUN(arguments_beside_the_list_are_refused);
    RUN(what_the_kernel_does_not_look_at_hides_nothing);
    RUN(every_limit_may_be_set_but_that_of_core_files);
    RUN(what_is_in_memory_of_a_shared_file_is_not_told);
    RUN(no_call_stands_in_two_lists);
    RUN(a_call_that_no_list_names_is_refused);
    RUN(a_call_newer_than_the_list_reads_as_absent);
    RUN(every_new_namespace_is_refused_and_threads_are_not);
    RUN(calls_of_other_architectures_kill);
    RUN(x32_calls_kill);
    RUN(pid_1_may_read_and_end_and_nothing_else);
    RUN(a_wider_class_allows_all_that_a_narrower_does);
    RUN(every_filter_is_far_below_the_kernels_bound);
    return check_result();
}
