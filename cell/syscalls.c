#include "syscalls.h"

#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <seccomp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "syscall_prefix.h"
#include "syscall_rules.h"

enum { BINARY_TREE = 2 };

static int add(scmp_filter_ctx filter, const struct syscall_rule *rule)
{
    struct scmp_arg_cmp when = {rule->argument, SCMP_CMP_MASKED_EQ, rule->mask, rule->value};
    if (rule->number < 0)
        return 0;
    switch (rule->kind) {
    case RULE_ALLOW:
        return seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, rule->number, 0, NULL);
    case RULE_ALLOW_WHEN:
        if (rule->mask == UINT64_MAX)
            when = (struct scmp_arg_cmp){rule->argument, SCMP_CMP_EQ, rule->value, 0};
        return seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, rule->number, 1, &when);
    case RULE_REFUSE:
        return seccomp_rule_add_array(filter, SCMP_ACT_ERRNO(rule->error), rule->number, 0, NULL);
    case RULE_REFUSE_UNLESS:
        when = (struct scmp_arg_cmp){rule->argument, SCMP_CMP_NE, rule->value, 0};
        return seccomp_rule_add_array(filter, SCMP_ACT_ERRNO(rule->error), rule->number, 1, &when);
    case RULE_KILL:
        return seccomp_rule_add_array(filter, SCMP_ACT_NOTIFY, rule->number, 0, NULL);
    }
    return -EINVAL;
}

/* libseccomp writes to a descriptor only, so it gets one of memory. */
static int export(scmp_filter_ctx filter, const struct sock_filter *prefix, unsigned before,
                  struct syscall_program *program, struct fault *fault)
{
    struct stat state;
    int fd = memfd_create("filter", MFD_CLOEXEC);
    if (fd < 0)
        return fault_set(fault, "seccomp: memfd", errno);
    int error = -seccomp_export_bpf(filter, fd);
    if (error == 0 && fstat(fd, &state) < 0)
        error = errno;
    size_t count = error == 0 ? before + (size_t)state.st_size / sizeof(struct sock_filter) : 0;
    if (error == 0 && count > BPF_MAXINSNS)
        error = E2BIG;
    struct sock_filter *instructions = error == 0 ? calloc(count, sizeof *instructions) : NULL;
    if (error == 0 && instructions == NULL)
        error = ENOMEM;
    if (error == 0 && pread(fd, instructions + before, (size_t)state.st_size, 0) != state.st_size)
        error = EIO;
    close(fd);
    if (error != 0) {
        free(instructions);
        return fault_set(fault, "seccomp: export", error);
    }
    memcpy(instructions, prefix, before * sizeof *prefix);
    *program = (struct syscall_program){instructions, (unsigned short)count};
    return 0;
}

static int compile(struct syscall_program *program, const struct syscall_rule *rules, size_t count,
                   enum filter_class class, uint32_t otherwise, struct fault *fault)
{
    struct sock_filter prefix[PREFIX_MAX];
    bool has_prefix = otherwise != SCMP_ACT_KILL_PROCESS;
    scmp_filter_ctx filter = seccomp_init(otherwise);
    if (filter == NULL)
        return fault_set(fault, "seccomp: begin a filter", ENOMEM);
    int done = seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
    if (done == 0)
        done = seccomp_attr_set(filter, SCMP_FLTATR_CTL_OPTIMIZE, BINARY_TREE);
    if (done < 0)
        fault_set(fault, "seccomp: attributes", -done);
    for (size_t i = 0; done == 0 && i < count; i++) {
        if (rules[i].from > class || (has_prefix && prefix_allows(class, &rules[i])))
            continue;
        done = add(filter, &rules[i]);
        if (done < 0)
            fault_say(fault, "seccomp: add a rule", -done, "%s", rules[i].name);
    }
    if (done == 0) {
        int before = has_prefix ? prefix_write(prefix, class, fault) : 0;
        done = before < 0 ? -1 : export(filter, prefix, (unsigned)before, program, fault);
    }
    seccomp_release(filter);
    return done < 0 ? -1 : 0;
}

int syscalls_compile(struct syscall_programs *programs, struct fault *fault)
{
    *programs = (struct syscall_programs){0};
    for (enum filter_class class = CLASS_COMPILED; class <= CLASS_MANAGED; class ++)
        if (compile(&programs->by_class[class], SYSCALL_RULES, SYSCALL_RULE_COUNT, class, SCMP_ACT_ERRNO(EPERM),
                    fault) < 0)
            return -1;
    return compile(&programs->init, INIT_RULES, INIT_RULE_COUNT, CLASS_COMPILED, SCMP_ACT_KILL_PROCESS, fault);
}

static bool notifies(const struct syscall_program *program)
{
    for (unsigned i = 0; i < program->count; i++)
        if (program->instructions[i].code == (BPF_RET | BPF_K) && program->instructions[i].k == SECCOMP_RET_USER_NOTIF)
            return true;
    return false;
}

int syscalls_confine(const struct syscall_program *program, int *listener, struct fault *fault)
{
    struct sock_fprog loaded = {program->count, program->instructions};
    bool listens = notifies(program);
    unsigned long flags = listens ? SECCOMP_FILTER_FLAG_NEW_LISTENER : 0;
    long answer =
        program->count == 0 ? (errno = EINVAL, -1) : syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &loaded);
    *listener = -1;
    if (answer < 0)
        return fault_set(fault, "seccomp: load the filter", errno);
    if (listens)
        *listener = (int)answer;
    return 0;
}

int syscalls_denied(int listener, uint32_t *number, uint32_t *arch, struct fault *fault)
{
    union {
        struct seccomp_notif told;
        char room[1024]; /* a newer kernel may tell more */
    } notification;
    struct seccomp_notif_sizes sizes;
    struct pollfd ready = {.fd = listener, .events = POLLIN};
    if (syscall(SYS_seccomp, SECCOMP_GET_NOTIF_SIZES, 0, &sizes) < 0 || sizes.seccomp_notif > sizeof notification)
        return fault_set(fault, "seccomp: size of a notification", errno);
    if (poll(&ready, 1, 0) != 1 || !(ready.revents & POLLIN))
        return fault_set(fault, "seccomp: no notification", EAGAIN); /* reading would wait for one */
    memset(&notification, 0, sizeof notification);
    if (ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &notification) < 0)
        return fault_set(fault, "seccomp: read a notification", errno);
    *number = (uint32_t)notification.told.data.nr;
    *arch = notification.told.data.arch;
    return 0;
}
