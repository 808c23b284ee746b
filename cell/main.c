/*
 * freehold-cell: runs programs that nobody has to trust. The only privileged part of Freehold.
 *
 * THEORY OF OPERATION
 *
 * One process, one thread, one epoll loop. A worker connects to a Unix socket and asks for a cell (frame.h); the
 * connection is the cell's life: when either side closes it, all in the cell die. The daemon believes nobody: what may
 * be a root, and how much anybody may ask for, root has said in files (config.h), and every frame is decoded into
 * checked values before anything acts on it (spec.h).
 *
 *   daemon          holds all sockets, cgroup files, disks and exit statuses; never forks a cell
 *    ├─ sweeper     frees the disks of dead cells, which takes long (sweeper.h)
 *    ├─ keeper      one for each root in use: lives in a mount namespace with the root and nothing of the host (root.h)
 *    ├─ builder     one for each cell, for about a millisecond: makes the walls, then the two below (builder.h)
 *    ├─ init        pid 1 of the cell: waits for the daemon to let go, or die, and with it ends the cell
 *    └─ program     pid 2 of the cell: gives up all power, waits, and becomes what it is told to execute
 *
 * All are children of the daemon (CLONE_PARENT), so that it, and only it, waits for them: it has the exit status,
 * and a pid it knows can mean no other process until it has reaped that one.
 *
 * Namespaces are made by real root and the user namespace last, so nothing in a cell owns any of them: not even all
 * capabilities inside would mount, name or route anything. What counts (memory, processes) is made fresh for each cell
 * and used once; what is lent again (uids, empty network namespaces, v1's groups that count nothing which cannot be
 * subtracted) comes back only after confirmed death (loan.h, cgroup.h).
 *
 * A cell goes NEW → WAITING → BUILDING → READY → RUNNING → ENDING → ENDED, and from anywhere to LOST (cell.h). Handlers
 * of events change facts, cell_settle draws the conclusions. Every buffer is bounded: where one is full, its source is
 * no longer read, and the one who fills it waits.
 *
 * The end: the group is killed for speed, then init, for completeness (the kernel ends a pid namespace with its pid 1).
 * The program is reaped, then init; what they wrote is drained, and only then is EXIT told: all are dead by then.
 *
 * A step that fails is named, told, and ends the cell. Nothing goes on weaker.
 *
 * Where to begin: cell.h, then conversation.c (what a worker may say), prepare.c, builder.c, program.c, watch.c.
 */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <malloc.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "cell.h"
#include "disk.h"
#include "host.h"
#include "identity.h"
#include "keeper.h"
#include "sweeper.h"
#include "sys.h"

#ifndef FREEHOLD_VERSION
#define FREEHOLD_VERSION "development"
#endif

enum {
    STOP_NS_MAX = 1000000000, /* a second is many times what the death of all cells takes */
    DEAF_MS_MAX = 100,        /* for who had no room for a connection: there may be some without a cell that was freed */
};

static void listener_ready(void *owner, uint32_t events)
{
    struct daemon *daemon = owner;
    struct ucred peer;
    socklen_t size = sizeof(peer);

    (void)events;
    int connection = accept4(daemon->listener.fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (connection < 0) {
        if (errno == EMFILE || errno == ENFILE || errno == ENOMEM || errno == ENOBUFS)
            source_want(&daemon->listener, 0); /* it would be told again and again, until there is room */
        return;
    }
    if (getsockopt(connection, SOL_SOCKET, SO_PEERCRED, &peer, &size) < 0 ||
        (peer.uid != 0 && peer.uid != daemon->config.peer_uid))
        close(connection);
    else
        cell_accept(daemon, connection);
}

static void signals_ready(void *owner, uint32_t events)
{
    struct daemon *daemon = owner;
    struct signalfd_siginfo received;

    (void)events;
    while (read(daemon->signals.fd, &received, sizeof(received)) == sizeof(received))
        if (received.ssi_signo == SIGCHLD)
            cells_reap(daemon);
        else
            daemon->stopping = true;
}

static void lifeline_ready(void *owner, uint32_t events)
{
    struct daemon *daemon = owner;
    char nothing[64];

    (void)events;
    if (read(daemon->lifeline.fd, nothing, sizeof(nothing)) <= 0)
        daemon->stopping = true;
}

static int open_signals(struct daemon *daemon, struct fault *fault)
{
    sigset_t set;

    signal(SIGPIPE, SIG_IGN);
    sigemptyset(&set);
    sigaddset(&set, SIGCHLD);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigprocmask(SIG_BLOCK, &set, NULL);
    int fd = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
    return fd < 0 ? fault_set(fault, "signalfd", errno)
                  : source_add(&daemon->signals, fd, EPOLLIN, signals_ready, daemon, fault);
}

static int start(struct daemon *daemon, const char *config, const char *socket, bool lifeline, struct fault *fault)
{
    int slot;

    /* What a terminal sends to its foreground, such as an interrupt, is for whoever holds the lifeline. */
    if (lifeline && setsid() < 0 && errno != EPERM)
        return fault_set(fault, "setsid", errno);
    daemon->config_directory = config_open(config, fault);
    if (daemon->config_directory < 0 || config_read(daemon->config_directory, &daemon->config, fault) < 0 ||
        host_check(&daemon->config, fault) < 0 || disk_probe(fault) < 0 ||
        syscalls_compile(&daemon->programs, fault) < 0)
        return -1;
    malloc_trim(0); /* of what libseccomp needed: each page that we have is copied into every cell */
    host_prefer_us();
    daemon->processors = host_processors();
    daemon->proc = open("/proc", O_PATH | O_DIRECTORY | O_CLOEXEC);
    daemon->exec = mmap(NULL, sizeof(*daemon->exec), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (daemon->proc < 0 || daemon->exec == MAP_FAILED ||
        madvise(daemon->exec, sizeof(*daemon->exec), MADV_DONTFORK) < 0)
        return fault_set(fault, "start", errno);
    if (identity_keep_needed(fault) < 0 || (daemon->sweeper = sweeper_start(fault)) < 0 || loop_open(fault) < 0 ||
        open_signals(daemon, fault) < 0 || (slot = host_slot(fault)) < 0)
        return -1;
    uids_fill(&daemon->uids, (unsigned)slot);
    daemon->groups = cgroups_open((unsigned)slot, fault);
    if (daemon->groups == NULL)
        return -1;
    host_each_free_slot(cgroups_clear_slot);
    int listener = host_listen(socket, (uid_t)daemon->config.peer_uid, fault);
    if (listener < 0 || source_add(&daemon->listener, listener, EPOLLIN, listener_ready, daemon, fault) < 0)
        return -1;
    if (lifeline && source_add(&daemon->lifeline, STDIN_FILENO, EPOLLIN, lifeline_ready, daemon, fault) < 0)
        return fault_say(fault, "lifeline", 0, "standard input must be a pipe, a socket or a terminal");
    return 0;
}

static void stop(struct daemon *daemon, const char *socket)
{
    struct cell *next;

    source_close(&daemon->listener);
    unlink(socket);
    for (struct cell *cell = daemon->cells; cell != NULL; cell = next) {
        next = cell->next;
        cell_lose(cell);
        cell_settle(cell);
    }
    uint64_t until = now_ns() + STOP_NS_MAX;
    for (uint64_t now = now_ns(); daemon->cells != NULL && now < until; now = now_ns())
        loop_turn((int)((until - now) / 1000000) + 1); /* one who cannot die yet makes no event */
    while (daemon->keepers != NULL)
        keeper_forget(daemon->keepers);
    cgroups_close(daemon->groups);
}

int main(int argc, char **argv)
{
    static const struct option options[] = {
        {"config", required_argument, NULL, 'c'}, {"socket", required_argument, NULL, 's'},
        {"lifeline", no_argument, NULL, 'l'},     {"version", no_argument, NULL, 'v'},
        {"help", no_argument, NULL, 'h'},         {0}};
    static const char usage[] = "usage: freehold-cell --config DIR --socket PATH [--lifeline]\n";
    static struct daemon daemon;
    const char *config = NULL, *socket = NULL;
    bool lifeline = false;
    struct fault fault;
    int option;

    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
        switch (option) {
        case 'c':
            config = optarg;
            break;
        case 's':
            socket = optarg;
            break;
        case 'l':
            lifeline = true;
            break;
        case 'v':
            printf("freehold-cell %s, protocol %d\n", FREEHOLD_VERSION, FRAME_VERSION);
            return 0;
        case 'h':
            fputs(usage, stdout);
            return 0;
        default:
            return 2;
        }
    }
    if (config == NULL || socket == NULL || optind != argc) {
        fputs(usage, stderr);
        return 2;
    }
    if (start(&daemon, config, socket, lifeline, &fault) < 0) {
        fprintf(stderr, "freehold-cell: %s: %s%s%s\n", fault.step, fault.text,
                fault.text[0] != '\0' && fault.error != 0 ? ": " : "", fault.error == 0 ? "" : strerror(fault.error));
        return 1;
    }
    puts("ready");
    fflush(stdout);
    for (uint64_t deaf_ns = 0; !daemon.stopping;) {
        bool is_deaf = daemon.listener.events == 0;
        loop_turn(is_deaf ? DEAF_MS_MAX : LOOP_NO_BOUND);
        if (!is_deaf)
            deaf_ns = now_ns();
        else if (now_ns() - deaf_ns >= DEAF_MS_MAX * 1000000ull)
            source_want(&daemon.listener, EPOLLIN);
    }
    stop(&daemon, socket);
    return 0;
}
