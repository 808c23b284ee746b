#include "builder.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "disk.h"
#include "identity.h"
#include "namespaces.h"
#include "sys.h"

void note_fault(int socket, uint64_t cell, const struct fault *fault)
{
    struct note note = {.kind = NOTE_FAULT, .cell = cell, .error = fault->error};

    snprintf(note.step, sizeof(note.step), "%s", fault->step);
    snprintf(note.text, sizeof(note.text), "%s", fault->text);
    send_with_fds(socket, &note, sizeof(note), NULL, 0);
}

static int build_walls(const struct birth *birth, const struct nursery *nursery, struct fault *fault)
{
    int lent = birth->network_lent ? birth->fds[BIRTH_NETWORK] : -1;

    if (namespace_network(lent, fault) < 0 || namespace_mounts(fault) < 0 || namespace_processes(fault) < 0 ||
        namespace_ipc(fault) < 0 || namespace_host_name(fault) < 0 || namespace_uptime(nursery->proc, fault) < 0)
        return -1;
    if (disk_mount(birth->fds[BIRTH_DISK], fault) < 0)
        return -1;
    return disk_mount_caches(nursery->root, fault);
}

/* The pids; a network namespace that is to be lent again; and the mount namespace, so that its end, which waits for a
 * grace period of the kernel, comes after the cell's and not before. */
static int announce(const struct birth *birth, const struct nursery *nursery, pid_t init, pid_t program,
                    struct fault *fault)
{
    const struct note born = {.kind = NOTE_BORN, .init = init, .program = program};

    AUTOCLOSE int mounts = openat(nursery->proc, "self/ns/mnt", O_RDONLY | O_CLOEXEC);
    AUTOCLOSE int network = openat(nursery->proc, "self/ns/net", O_RDONLY | O_CLOEXEC);
    if (mounts < 0 || network < 0)
        return fault_set(fault, "ns", errno);
    if (send_with_fds(birth->fds[BIRTH_CONTROL], &born, sizeof(born), (const int[]){mounts, network},
                      birth->network_lent ? 1 : 2) < 0)
        return fault_set(fault, "birth", errno);
    return 0;
}

static int receive_groups(int control, struct group_joins *joins, struct fault *fault)
{
    int fds[PASSED_FDS_MAX];
    unsigned fds_count = 0;
    unsigned char counts[GROUPS_BYTES] = {0};

    *joins = (struct group_joins){.into = -1};
    if (receive_with_fds(control, counts, sizeof(counts), fds, &fds_count) != sizeof(counts) || fds_count == 0)
        return fault_say(fault, "groups", 0, "there are none to join");
    if (counts[0] > GROUP_JOIN_MAX || counts[1] > 1 || counts[0] + counts[1] != (int)fds_count)
        return fault_say(fault, "groups", EMFILE, "%u of %u and %u", fds_count, counts[0], counts[1]);
    memcpy(joins->tasks, fds, counts[0] * sizeof(*fds));
    joins->tasks_count = counts[0];
    if (counts[1] > 0)
        joins->into = fds[counts[0]];
    return 0;
}

static int build(const struct birth *birth, const struct nursery *nursery, struct fault *fault)
{
    struct group_joins joins;
    int ends[2];
    char unshared;

    if (identity_die_with_daemon(birth->fds[BIRTH_CONTROL], fault) < 0 || build_walls(birth, nursery, fault) < 0 ||
        receive_groups(birth->fds[BIRTH_CONTROL], &joins, fault) < 0)
        return -1;
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0)
        return fault_set(fault, "socketpair", errno);
    AUTOCLOSE int ours = ends[0];
    AUTOCLOSE int theirs = ends[1];

    /* Ignored by init from its birth on, so that the kernel itself reaps every orphan: nothing for it to do, or to be late with. An
     * orphan that ended before would stay, and count as a process, for as long as the cell lives. */
    signal(SIGCHLD, SIG_IGN);
    pid_t init = sys_clone(CLONE_PARENT, 0, -1);
    if (init == 0)
        init_main(birth, nursery);
    signal(SIGCHLD, SIG_DFL);
    if (init < 0)
        return fault_set(fault, "clone3 of init", errno);
    pid_t program = sys_clone(CLONE_PARENT, 0, joins.into);
    if (program == 0)
        program_main(birth, nursery, &joins, theirs);
    if (program < 0)
        return fault_set(fault, "clone3 of the program", errno);
    close_and_forget(&theirs);
    if (announce(birth, nursery, init, program, fault) < 0)
        return -1;

    /* Should it end instead, it has told why. */
    if (read(ours, &unshared, 1) != 1)
        return 0;
    if (namespace_map_user(nursery->proc, program, birth->uid, fault) < 0)
        return -1;
    return write_all(ours, "", 1) < 0 ? fault_set(fault, "builder", errno) : 0;
}

_Noreturn void builder_main(const struct birth *birth, const struct nursery *nursery)
{
    struct fault fault;

    if (build(birth, nursery, &fault) == 0)
        _exit(0);
    note_fault(birth->fds[BIRTH_CONTROL], birth->cell, &fault);
    _exit(1);
}
