#include "keeper.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <unistd.h>

#include "builder.h"
#include "cell.h"
#include "daemon.h"
#include "identity.h"
#include "root.h"
#include "sys.h"

enum { KEEPER_NICE = -10 }; /* ahead of all programs, behind the daemon */

static void keeper_prepare(const struct daemon *daemon, const struct root_config *root, int *socket, int *proc)
{
    struct fault fault;
    const int kept[] = {*socket, *proc};

    if (identity_die_with_daemon(*socket, &fault) < 0 || identity_ordinary_signals(&fault) < 0 ||
        cgroups_join_runtime_files(daemon->groups, &fault) < 0 || root_make_private(&fault) < 0 ||
        root_build(root, &fault) < 0 || root_enter(&fault) < 0 ||
        identity_place_descriptors(NULL, kept, 2, &fault) < 0 || identity_close_descriptors(5, &fault) < 0 ||
        /* No program is started by it, nor by a cell's init: once here, in place of once in each cell. */
        identity_no_bounding_set(&fault) < 0) {
        note_fault(*socket, 0, &fault);
        _exit(1);
    }
    *socket = 3;
    *proc = 4;
    setpriority(PRIO_PROCESS, 0, KEEPER_NICE); /* only for speed */
}

static unsigned birth_descriptors(const struct birth *birth)
{
    return birth->network_lent ? BIRTH_FDS_MAX : BIRTH_NETWORK;
}

static void close_all(const int *fds, unsigned count)
{
    for (unsigned i = 0; i < count; i++)
        close(fds[i]);
}

static void keeper_serve(const struct daemon *daemon, const struct root_config *root, int socket, int proc)
{
    const struct note ready = {.kind = NOTE_ROOT_READY};
    const struct nursery nursery = {.root = root, .programs = &daemon->programs, .proc = proc};
    struct birth birth;
    unsigned fds_count;

    /* One that cannot speak ends, and the daemon sees that. */
    if (send_with_fds(socket, &ready, sizeof(ready), NULL, 0) < 0)
        return;
    while (receive_with_fds(socket, &birth, sizeof(birth), birth.fds, &fds_count) == sizeof(birth)) {
        struct note note = {.kind = NOTE_BUILDER, .cell = birth.cell};
        struct fault fault;
        /* What was lost on the way would be a number of the daemon's, which means something else here. */
        if (fds_count != birth_descriptors(&birth)) {
            fault_set(&fault, "descriptors of a birth", EMFILE);
            note_fault(socket, birth.cell, &fault);
            close_all(birth.fds, fds_count);
            continue;
        }
        /* A child of the daemon, as is all that it makes: it alone waits for them. */
        note.program = sys_clone(CLONE_PARENT, 0, -1);
        if (note.program == 0)
            builder_main(&birth, &nursery);
        if (note.program < 0) {
            fault_set(&fault, "clone3 of the builder", errno);
            note_fault(socket, birth.cell, &fault);
        } else if (send_with_fds(socket, &note, sizeof(note), NULL, 0) < 0) {
            return;
        }
        close_all(birth.fds, fds_count);
    }
}

static void keeper_end(struct keeper *keeper, const struct fault *fault)
{
    cells_fail(keeper, fault);
    keeper_forget(keeper);
}

/* One note. KEEPER_SILENT: there is none. KEEPER_OVER: it has ended, and is forgotten. */
enum heard { KEEPER_SPOKE, KEEPER_SILENT, KEEPER_OVER };
static enum heard keeper_hear(struct keeper *keeper)
{
    struct note note;
    struct fault fault;
    unsigned fds_count = 0;

    ssize_t received = receive_with_fds(keeper->socket.fd, &note, sizeof(note), NULL, &fds_count);
    if (received < 0 && errno == EAGAIN)
        return KEEPER_SILENT;
    if (received != sizeof(note)) {
        fault_say(&fault, "keeper", 0, "the keeper of root %.100s has ended", keeper->root.name);
    } else if (note.kind == NOTE_FAULT && note.cell == 0) {
        fault_say(&fault, note.step, note.error, "%s", note.text);
    } else if (note.kind != NOTE_ROOT_READY) {
        cell_note_keeper(keeper->daemon, &note);
        return KEEPER_SPOKE;
    } else if (root_verify(keeper->daemon->proc, keeper->pid, &fault) == 0) {
        keeper->ready = true;
        cells_serve(keeper);
        return KEEPER_SPOKE;
    }
    keeper_end(keeper, &fault);
    return KEEPER_OVER;
}

static void keeper_ready(void *owner, uint32_t events)
{
    struct keeper *keeper = owner;

    if (events & EPOLLOUT) {
        source_want(&keeper->socket, EPOLLIN);
        cells_serve(keeper);
    }
    if (events & ~(uint32_t)EPOLLOUT)
        keeper_hear(keeper);
}

static struct keeper *keeper_start(struct daemon *daemon, const char *root, struct fault *fault)
{
    int ends[2] = {-1, -1};

    struct keeper *keeper = calloc(1, sizeof(*keeper));
    if (keeper == NULL || root_config_read(daemon->config_directory, root, &keeper->root, fault) < 0) {
        if (keeper == NULL)
            fault_set(fault, "memory", errno);
        free(keeper);
        return NULL;
    }
    keeper->daemon = daemon;
    keeper->socket.fd = -1;
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0) {
        fault_set(fault, "socketpair", errno);
    } else if ((keeper->pid = sys_clone(0, SIGCHLD, -1)) == 0) {
        int proc = daemon->proc;
        keeper_prepare(daemon, &keeper->root, &ends[1], &proc);
        keeper_serve(daemon, &keeper->root, ends[1], proc);
        _exit(0);
    } else if (keeper->pid < 0) {
        fault_set(fault, "clone3 of the keeper", errno);
    } else if (fcntl(ends[0], F_SETFL, O_NONBLOCK) < 0) {
        fault_set(fault, "fcntl", errno);
    } else if (source_add(&keeper->socket, hand_on(&ends[0]), EPOLLIN, keeper_ready, keeper, fault) == 0) {
        close(ends[1]);
        keeper->next = daemon->keepers;
        daemon->keepers = keeper;
        return keeper;
    }
    close_and_forget(&ends[0]);
    close_and_forget(&ends[1]);
    root_config_free(&keeper->root);
    free(keeper);
    return NULL;
}

struct keeper *keeper_find(struct daemon *daemon, const char *root, struct fault *fault)
{
    for (struct keeper *keeper = daemon->keepers; keeper != NULL; keeper = keeper->next)
        if (strcmp(keeper->root.name, root) == 0)
            return keeper;
    return keeper_start(daemon, root, fault);
}

int keeper_bear(struct keeper *keeper, const struct birth *birth, struct fault *fault)
{
    if (!keeper->ready)
        return 1;
    if (send_with_fds(keeper->socket.fd, birth, sizeof(*birth), birth->fds, birth_descriptors(birth)) == sizeof(*birth))
        return 0;
    if (errno != EAGAIN)
        return fault_set(fault, "birth", errno);
    source_want(&keeper->socket, EPOLLIN | EPOLLOUT);
    return 1;
}

void keeper_reaped(struct daemon *daemon, pid_t pid)
{
    struct keeper *keeper = daemon->keepers;
    struct fault fault;
    enum heard heard;

    while (keeper != NULL && keeper->pid != pid)
        keeper = keeper->next;
    if (keeper == NULL)
        return;
    while ((heard = keeper_hear(keeper)) == KEEPER_SPOKE) /* what it still had to say */
        ;
    if (heard == KEEPER_OVER)
        return;
    fault_say(&fault, "keeper", 0, "the keeper of root %.100s was killed", keeper->root.name);
    keeper_end(keeper, &fault);
}

void keeper_forget(struct keeper *keeper)
{
    struct keeper **link = &keeper->daemon->keepers;

    while (*link != keeper)
        link = &(*link)->next;
    *link = keeper->next;
    source_close(&keeper->socket); /* at which it ends */
    root_config_free(&keeper->root);
    free(keeper);
}
