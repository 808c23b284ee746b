/* A cell until it is ready: what the daemon makes for it, its birth by the keeper, and what is heard of that. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "cell.h"
#include "disk.h"
#include "keeper.h"
#include "limits.h"
#include "sys.h"

enum { CONTROL_BUFFER_BYTES = 2 * sizeof(struct launch) }; /* one launch must fit in it */

static void member_tell(struct member *member, pid_t pid)
{
    siginfo_t nothing;

    member->pid = pid;
    /* Reaped before we heard of it: then it is no child of ours any more. */
    bool is_child = waitid(P_PID, (id_t)pid, &nothing, WEXITED | WNOHANG | WNOWAIT | __WALL) == 0;
    member->state = is_child ? MEMBER_ALIVE : MEMBER_DEAD;
}

static void note_take(struct cell *cell, const struct note *note, int *fds, unsigned fds_count)
{
    struct fault fault;

    if (note->kind == NOTE_BORN) {
        member_tell(&cell->init, note->init);
        member_tell(&cell->program, note->program);
        if (fds_count > 0)
            cell->mounts = hand_on(&fds[0]);
        if (fds_count > 1)
            cell->network = hand_on(&fds[1]);
        if (cell->state == CELL_LOST)
            cell_kill(cell);
    } else if (note->kind == NOTE_READY && cell->state == CELL_BUILDING) {
        if (note->listens && fds_count == 0) { /* the kernel drops what finds no free number with us */
            fault_set(&fault, "listener", EMFILE);
            cell_fail(cell, &fault);
        } else if (watch_open(cell, fds_count > 0 ? hand_on(&fds[0]) : -1, &fault) < 0) {
            cell_fail(cell, &fault);
        } else {
            cell->state = CELL_READY;
            report_ready(&cell->outbox, (now_ns() - cell->prepare_ns) / 1000);
        }
    } else if (note->kind == NOTE_NO_EXEC && cell->state == CELL_RUNNING) {
        cell->ending.cause = CAUSE_NO_EXEC;
        cell->ending.cause_value = (uint64_t)note->error;
    } else if (note->kind == NOTE_NO_EXEC) {
        fault_set(&fault, "execve of the bootstrap", note->error);
        cell_fail(cell, &fault);
    } else if (note->kind == NOTE_FAULT) {
        fault_say(&fault, note->step, note->error, "%s", note->text);
        cell_fail(cell, &fault);
    }
}

bool control_read(struct cell *cell)
{
    struct note note;
    struct fault fault;
    int fds[PASSED_FDS_MAX];
    unsigned fds_count = 0;

    ssize_t received =
        cell->control.fd < 0 ? 0 : receive_with_fds(cell->control.fd, &note, sizeof(note), fds, &fds_count);
    if (received < 0 && errno == EAGAIN)
        return false;
    if (received == sizeof(note)) {
        note_take(cell, &note, fds, fds_count);
        for (unsigned i = 0; i < fds_count; i++)
            close_and_forget(&fds[i]);
        return true;
    }
    source_close(&cell->control);
    if (cell->state == CELL_BUILDING || cell->state == CELL_READY) {
        fault_say(&fault, "birth", 0, "a process of the cell was killed");
        cell_fail(cell, &fault);
    }
    return false;
}

static void control_ready(void *owner, uint32_t events)
{
    (void)events;
    control_read(owner);
    cell_settle(owner);
}

int open_pipe(unsigned ours, int *theirs, struct fault *fault)
{
    int ends[2];

    if (pipe2(ends, O_CLOEXEC) < 0)
        return fault_set(fault, "pipe2", errno);
    *theirs = ends[1 - ours];
    if (fcntl(ends[ours], F_SETFL, O_NONBLOCK) == 0)
        return ends[ours];
    fault_set(fault, "fcntl", errno);
    close(ends[ours]);
    return -1;
}

static int open_control(struct cell *cell, struct fault *fault)
{
    const int size = CONTROL_BUFFER_BYTES;
    int ends[2];

    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0)
        return fault_set(fault, "socketpair", errno);
    cell->birth.fds[BIRTH_CONTROL] = ends[1];
    AUTOCLOSE int ours = ends[0];
    if (fcntl(ours, F_SETFL, O_NONBLOCK) < 0 ||
        (setsockopt(ours, SOL_SOCKET, SO_SNDBUFFORCE, &size, sizeof(size)) < 0 &&
         setsockopt(ours, SOL_SOCKET, SO_SNDBUF, &size, sizeof(size)) < 0))
        return fault_set(fault, "control socket", errno);
    return source_add(&cell->control, hand_on(&ours), EPOLLIN, control_ready, cell, fault);
}

static int make_parts(struct cell *cell, struct fault *fault)
{
    const struct spec *spec = &cell->spec;
    int *fds = cell->birth.fds;

    if (timer_open(cell, fault) < 0)
        return -1;
    cell->uid = uid_lend(&cell->daemon->uids);
    cell->network = network_lend(&cell->daemon->networks);
    cell->disk = disk_make(&cell->keeper->root, limit_disk_bytes(spec), spec->disk_inodes, cell->uid, fault);
    if (cell->disk < 0 || open_control(cell, fault) < 0 ||
        (cell->lifeline = open_pipe(1, &fds[BIRTH_LIFELINE], fault)) < 0)
        return -1;
    if (stream_open(cell, open_pipe(1, &fds[BIRTH_STDIN], fault), open_pipe(0, &fds[BIRTH_STDOUT], fault),
                    open_pipe(0, &fds[BIRTH_STDERR], fault)) < 0)
        return -1;
    /* Else it could not open /dev/stdout and its kin, which lead there. */
    for (int fd = BIRTH_STDIN; fd <= BIRTH_STDERR; fd++)
        if (fchown(fds[fd], cell->uid, cell->uid) < 0)
            return fault_set(fault, "fchown of a pipe", errno);
    return 0;
}

void cell_birth_close(struct cell *cell)
{
    close_and_forget(&cell->birth.fds[BIRTH_CONTROL]);
    close_and_forget(&cell->birth.fds[BIRTH_LIFELINE]);
    close_and_forget(&cell->birth.fds[BIRTH_STDIN]);
    close_and_forget(&cell->birth.fds[BIRTH_STDOUT]);
    close_and_forget(&cell->birth.fds[BIRTH_STDERR]);
}

static int bear(struct cell *cell, struct fault *fault)
{
    int refused = keeper_bear(cell->keeper, &cell->birth, fault);

    if (refused == 0) {
        cell_birth_close(cell);
        cell->builder.state = MEMBER_EXPECTED;
        cell->state = CELL_BUILDING;
    }
    return refused < 0 ? -1 : 0;
}

/* While the builder is at work on the walls: it is not before the program is born that somebody needs the groups. */
static int give_groups(struct cell *cell, struct fault *fault)
{
    const struct ceilings ceilings = {.memory_bytes = limit_memory_bytes(&cell->spec),
                                      .processes = limit_processes(&cell->spec)};
    cell->group = group_make(cell->daemon->groups, &ceilings, fault);
    if (cell->group == NULL)
        return -1;
    struct group_joins joins = group_joins(cell->group);
    const unsigned tasks_count = joins.tasks_count;
    const unsigned char counts[GROUPS_BYTES] = {(unsigned char)tasks_count, joins.into < 0 ? 0 : 1};
    int fds[GROUP_JOIN_MAX + 1];
    _Static_assert(sizeof(fds) / sizeof(*fds) <= PASSED_FDS_MAX, "all are passed at one time");
    memcpy(fds, joins.tasks, tasks_count * sizeof(*fds));
    fds[tasks_count] = joins.into;
    if (send_with_fds(cell->control.fd, counts, sizeof(counts), fds, tasks_count + counts[1]) != sizeof(counts))
        return fault_set(fault, "groups", errno);
    return 0;
}

int cell_prepare(struct cell *cell, struct fault *fault)
{
    struct birth *birth = &cell->birth;

    cell->prepare_ns = now_ns();
    cell->keeper = keeper_find(cell->daemon, cell->spec.root, fault);
    if (cell->keeper == NULL || make_parts(cell, fault) < 0)
        return -1;
    birth->cell = cell->id;
    birth->uid = cell->uid;
    birth->filter_class = cell->spec.filter_class;
    birth->open_files = cell->spec.open_files;
    birth->file_bytes = cell->spec.file_bytes;
    birth->network_lent = cell->network >= 0;
    birth->repeatable = cell->spec.repeatable;
    birth->fds[BIRTH_DISK] = cell->disk;
    birth->fds[BIRTH_NETWORK] = cell->network;
    cell->state = CELL_WAITING;
    return bear(cell, fault) < 0 ? -1 : give_groups(cell, fault);
}

void cells_serve(struct keeper *keeper)
{
    struct fault fault;

    /* The list begins with the youngest; a cell that fails here is only marked, and freed by its own next event. */
    struct cell *cell = keeper->daemon->cells;
    while (cell != NULL && cell->next != NULL)
        cell = cell->next;
    for (; cell != NULL; cell = cell->previous)
        if (cell->state == CELL_WAITING && cell->keeper == keeper && bear(cell, &fault) < 0)
            cell_fail(cell, &fault);
}

void cells_fail(struct keeper *keeper, const struct fault *fault)
{
    struct cell *next;

    for (struct cell *cell = keeper->daemon->cells; cell != NULL; cell = next) {
        next = cell->next;
        if (cell->keeper != keeper)
            continue;
        cell->keeper = NULL;
        if (cell->builder.state == MEMBER_EXPECTED)
            cell->builder.state = MEMBER_NONE; /* should there be one, it holds the control socket */
        if (cell->state == CELL_WAITING || cell->state == CELL_BUILDING)
            cell_fail(cell, fault);
        cell_settle(cell);
    }
}

void cell_note_keeper(struct daemon *daemon, const struct note *note)
{
    struct fault fault;
    struct cell *cell = daemon->cells;

    while (cell != NULL && cell->id != note->cell)
        cell = cell->next;
    if (cell == NULL)
        return;
    if (note->kind == NOTE_BUILDER) {
        member_tell(&cell->builder, note->program);
    } else if (note->kind == NOTE_FAULT) {
        cell->builder.state = MEMBER_NONE;
        fault_say(&fault, note->step, note->error, "%s", note->text);
        cell_fail(cell, &fault);
    }
    cell_settle(cell);
}
