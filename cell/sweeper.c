#include "sweeper.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/statfs.h>
#include <unistd.h>

#include "identity.h"
#include "sys.h"

enum {
    SWEEPER_NICE = -10, /* as keepers: what it frees, others wait for */
    LITTLE_BLOCKS = 256,
    LITTLE_INODES = 256,
    BEHIND_BYTES = 1, /* the kernel takes its least, 4.5 KiB: some 6 disks */
};

static _Noreturn void sweep(int socket)
{
    struct fault fault;
    int fds[PASSED_FDS_MAX];
    unsigned fds_count;
    char nothing;

    if (identity_die_with_daemon(socket, &fault) < 0 || identity_ordinary_signals(&fault) < 0 ||
        identity_place_descriptors(NULL, &socket, 1, &fault) < 0 || identity_close_descriptors(4, &fault) < 0)
        _exit(1);
    setpriority(PRIO_PROCESS, 0, SWEEPER_NICE); /* only for speed */
    if (identity_no_bounding_set(&fault) < 0 || identity_no_capabilities(&fault) < 0)
        _exit(1);
    while (receive_with_fds(3, &nothing, 1, fds, &fds_count) == 1)
        for (unsigned i = 0; i < fds_count; i++)
            close(fds[i]);
    _exit(0);
}

int sweeper_start(struct fault *fault)
{
    int ends[2];

    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0)
        return fault_set(fault, "socketpair", errno);
    pid_t pid = sys_clone(0, SIGCHLD, -1);
    if (pid == 0)
        sweep(ends[1]);
    close(ends[1]);
    if (pid < 0 || fcntl(ends[0], F_SETFL, O_NONBLOCK) < 0 ||
        setsockopt(ends[0], SOL_SOCKET, SO_SNDBUF, &(int){BEHIND_BYTES}, sizeof(int)) < 0) {
        fault_set(fault, "start of the sweeper", errno);
        close(ends[0]);
        return -1;
    }
    return ends[0];
}

static bool has_much(int disk)
{
    struct statfs state;

    return disk >= 0 && fstatfs(disk, &state) == 0 &&
           (state.f_blocks - state.f_bfree > LITTLE_BLOCKS || state.f_files - state.f_ffree > LITTLE_INODES);
}

void sweeper_close(int sweeper, int *disk, int *mounts)
{
    const int fds[] = {*disk, *mounts};

    if (has_much(*disk))
        send_with_fds(sweeper, "", 1, fds, *mounts < 0 ? 1 : 2); /* if not, its last holder is here */
    close_and_forget(disk);
    close_and_forget(mounts);
}
