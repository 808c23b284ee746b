/*
 * confine: runs a program under the filter of a class and landlock, as a cell does, and says which call ended it.
 *
 *   confine compiled|interpreted|managed [-w writable-path]... program [argument]...
 *
 * Exits as the program did; 111 when a forbidden call ended it, and then names it on standard error.
 */
#include <errno.h>
#include <poll.h>
#include <seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../syscalls.h"

enum { WRITABLE_MAX = 32, FORBIDDEN_STATUS = 111 };

static struct fault fault;

static void fail(const char *what)
{
    fprintf(stderr, "confine: %s: %s: %s (%s)\n", what, fault.step, strerror(fault.error), fault.text);
    exit(125);
}

/* Sends one descriptor, or takes one: -1 when the other side had none. */
static void give(int socket, int fd)
{
    char byte = fd < 0 ? '-' : '+', room[CMSG_SPACE(sizeof fd)] = {0};
    struct iovec one = {&byte, 1};
    struct msghdr message = {.msg_iov = &one, .msg_iovlen = 1};
    if (fd >= 0) {
        message.msg_control = room;
        message.msg_controllen = sizeof room;
        struct cmsghdr *header = CMSG_FIRSTHDR(&message);
        *header = (struct cmsghdr){.cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS, .cmsg_len = CMSG_LEN(sizeof fd)};
        memcpy(CMSG_DATA(header), &fd, sizeof fd);
    }
    if (sendmsg(socket, &message, 0) != 1)
        exit(125);
}

static int take(int socket)
{
    char byte, room[CMSG_SPACE(sizeof(int))];
    struct iovec one = {&byte, 1};
    struct msghdr message = {.msg_iov = &one, .msg_iovlen = 1, .msg_control = room, .msg_controllen = sizeof room};
    int fd = -1;
    if (recvmsg(socket, &message, MSG_CMSG_CLOEXEC) == 1 && CMSG_FIRSTHDR(&message) != NULL)
        memcpy(&fd, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof fd);
    return fd;
}

static void become(const struct syscall_program *program, const char *const writable[], int socket, char *argv[])
{
    int listener;
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 || landlock_confine(writable, &fault) < 0)
        fail("landlock");
    if (syscalls_confine(program, &listener, &fault) < 0)
        fail("filter");
    give(socket, listener);
    close(socket);
    execvp(argv[0], argv);
    fprintf(stderr, "confine: %s: %s\n", argv[0], strerror(errno));
    _exit(errno == ENOENT ? 127 : 126);
}

int main(int argc, char *argv[])
{
    static const char *const CLASSES[] = {NULL, "compiled", "interpreted", "managed"};
    const char *writable[WRITABLE_MAX + 1] = {NULL};
    unsigned class = 0, count = 0;
    int next = 2, sockets[2], status = 0;
    for (unsigned i = CLASS_COMPILED; argc > 2 && i <= CLASS_MANAGED; i++)
        if (strcmp(argv[1], CLASSES[i]) == 0)
            class = i;
    for (; next + 2 < argc && strcmp(argv[next], "-w") == 0 && count < WRITABLE_MAX; next += 2)
        writable[count++] = argv[next + 1];
    if (class == 0 || next >= argc) {
        fprintf(stderr, "usage: confine compiled|interpreted|managed [-w path]... program [argument]...\n");
        return 2;
    }
    struct syscall_programs programs;
    if (syscalls_compile(&programs, &fault) < 0)
        fail("compile");
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets) < 0)
        return 125;
    pid_t pid = fork();
    if (pid == 0)
        become(&programs.by_class[class], writable, sockets[1], &argv[next]);
    close(sockets[1]);
    struct pollfd listener = {.fd = take(sockets[0]), .events = POLLIN};
    /* hangs up when the last process under the filter is gone; so the program is waited for besides */
    while (waitpid(pid, &status, WNOHANG) == 0) {
        uint32_t number, arch;
        if (poll(&listener, 1, 1) > 0 && listener.revents & POLLIN &&
            syscalls_denied(listener.fd, &number, &arch, &fault) == 0) {
            char *name = seccomp_syscall_resolve_num_arch(arch, (int)number);
            fprintf(stderr, "confine: forbidden: %s (%u)\n", name == NULL ? "?" : name, number);
            kill(pid, SIGKILL);
            waitpid(pid, &status, 0);
            return FORBIDDEN_STATUS;
        }
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
