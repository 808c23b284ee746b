#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "builder.h"
#include "disk.h"
#include "identity.h"
#include "namespaces.h"
#include "proc.h"
#include "spec.h"
#include "sys.h"

enum { CONTROL = 3 }; /* where the socket lies once the descriptors are in order */

/* Once the user namespace is entered, only a process outside of it can say who we are in it. */
static int enter_user_namespace(int builder, struct fault *fault)
{
    char mapped;

    if (namespace_user(fault) < 0)
        return -1;
    if (write_all(builder, "", 1) < 0 || read(builder, &mapped, 1) != 1)
        return fault_say(fault, "builder", 0, "it ended before the user was mapped");
    return 0;
}

static int join_groups(const struct group_joins *joins, struct fault *fault)
{
    for (unsigned i = 0; i < joins->tasks_count; i++)
        if (write_all(joins->tasks[i], "0", 1) < 0)
            return fault_set(fault, "tasks", errno);
    return 0;
}

/* Everything between birth and readiness. The order is the argument: each step needs what a later one takes away. */
static int confine(const struct birth *birth, const struct nursery *nursery, const struct group_joins *joins,
                   int builder, int *control, int *listener, struct fault *fault)
{
    const struct resources resources = {.open_files = birth->open_files, .file_bytes = birth->file_bytes};

    if (identity_die_with_daemon(*control, fault) < 0 || join_groups(joins, fault) < 0 || namespace_cgroup(fault) < 0 ||
        proc_mount(nursery->root->proc_full, fault) < 0 || identity_killed_first(fault) < 0 ||
        identity_own_session(fault) < 0 || identity_own_keyring(fault) < 0 || identity_no_groups(fault) < 0)
        return -1;
    if (enter_user_namespace(builder, fault) < 0)
        return -1;
    if (identity_no_bounding_set(fault) < 0 || identity_become(IDENTITY_INSIDE, fault) < 0 ||
        identity_no_capabilities(fault) < 0)
        return -1;
    if (identity_place_descriptors(&birth->fds[BIRTH_STDIN], control, 1, fault) < 0)
        return -1;
    *control = CONTROL;
    if (identity_close_descriptors(CONTROL + 1, fault) < 0 || identity_limit_resources(&resources, fault) < 0)
        return -1;
    umask(022);
    if (chdir(WORK_MOUNT) < 0)
        return fault_set(fault, "chdir", errno);
    if (birth->repeatable && identity_repeatable(birth->cell, fault) < 0)
        return -1;
    if (identity_ordinary_priority(fault) < 0 || identity_no_new_privileges(fault) < 0 ||
        identity_die_with_daemon(*control, fault) < 0 || landlock_confine(disk_writable(nursery->root), fault) < 0)
        return -1;
    return syscalls_confine(&nursery->programs->by_class[birth->filter_class], listener, fault);
}

static int take_terminal(int slave)
{
    for (int fd = 0; fd < 3; fd++)
        if (dup2(slave, fd) < 0)
            return -1;
    close(slave);
    return ioctl(0, TIOCSCTTY, 0);
}

/* A bootstrap finds its two pipes at 3 and 4, where the control socket and they themselves may lie now. */
static int take_hand(const int passed[2], int *control)
{
    enum { ALOFT = 16 };
    int hand = fcntl(passed[0], F_DUPFD_CLOEXEC, ALOFT);
    int waits = fcntl(passed[1], F_DUPFD_CLOEXEC, ALOFT);

    *control = fcntl(*control, F_DUPFD_CLOEXEC, ALOFT);
    return hand < 0 || waits < 0 || *control < 0 || dup2(hand, 3) < 0 || dup2(waits, 4) < 0 ? -1 : 0;
}

/* Does not return but for a failure, with errno. */
static void execute(struct launch *launch, size_t length, const int *passed, unsigned passed_count, int *control)
{
    static char *words[WORDS_IN_EXEC_MAX + 2];
    char **arguments = words;
    char **variables = words + launch->arguments + 1;
    char *at = launch->strings;

    for (uint32_t i = 0; i < launch->arguments; i++, at += strlen(at) + 1)
        arguments[i] = at;
    for (uint32_t i = 0; i < launch->variables; i++, at += strlen(at) + 1)
        variables[i] = at;
    if (at >= (char *)launch + length) {
        errno = EBADMSG;
        return;
    }
    if (passed_count != (launch->terminal ? 1u : launch->warm ? 2u : 0u)) {
        errno = EBADMSG;
        return;
    }
    if ((launch->terminal && take_terminal(passed[0]) < 0) || (launch->warm && take_hand(passed, control) < 0))
        return;
    if (at[0] != '\0' && chdir(at) < 0)
        return;
    execve(arguments[0], arguments, variables);
}

_Noreturn void program_main(const struct birth *birth, const struct nursery *nursery, const struct group_joins *joins,
                            int builder)
{
    static struct launch launch;
    struct note note = {.kind = NOTE_READY};
    struct fault fault;
    int fds[PASSED_FDS_MAX];
    unsigned fds_count;
    int control = birth->fds[BIRTH_CONTROL];
    int listener = -1;

    if (confine(birth, nursery, joins, builder, &control, &listener, &fault) < 0) {
        note_fault(control, birth->cell, &fault);
        _exit(1);
    }
    note.listens = listener >= 0;
    if (send_with_fds(control, &note, sizeof(note), &listener, listener < 0 ? 0 : 1) < 0)
        _exit(1);
    if (listener >= 0)
        close(listener);

    ssize_t received = receive_with_fds(control, &launch, sizeof(launch), fds, &fds_count);
    if (received == 0)
        _exit(0); /* let go without having been used */
    if (received > (ssize_t)offsetof(struct launch, strings)) {
        execute(&launch, (size_t)received, fds, fds_count, &control);
        note = (struct note){.kind = NOTE_NO_EXEC, .error = errno};
        send_with_fds(control, &note, sizeof(note), NULL, 0);
    } else {
        fault_set(&fault, "launch", errno);
        note_fault(control, birth->cell, &fault);
    }
    _exit(127);
}
