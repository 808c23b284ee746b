/* A cell whose program is a runtime's bootstrap: it starts before any tenant's data exists, waits, is handed one
 * program, once. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "cell.h"
#include "sys.h"

static const uint64_t warming_ns_max = UINT64_C(30) * 1000 * 1000 * 1000;

static void waits_ready(void *owner, uint32_t events)
{
    struct cell *cell = owner;
    struct fault fault;
    uint64_t cpu_ns = 0;
    char word;

    (void)events;
    ssize_t said = read(cell->waits.fd, &word, 1);
    if (said < 0 && errno == EAGAIN)
        return;
    source_close(&cell->waits);
    if (cell->state == CELL_WARMING) {
        /* One that ends, or goes on to something else, closes the pipe too. */
        if (said != 1)
            fault_say(&fault, "bootstrap", 0, "it closed its pipe, and did not say that it waits");
        if (said != 1 || group_cpu_ns(cell->group, &cpu_ns, &fault) < 0) {
            cell_fail(cell, &fault);
        } else {
            cell->state = CELL_WARM;
            report_warmed(&cell->outbox, cpu_ns / 1000);
        }
    }
    cell_settle(cell);
}

int cell_warm(struct cell *cell, struct exec *exec, struct fault *fault)
{
    AUTOCLOSE int theirs_to_read = -1;
    AUTOCLOSE int theirs_to_close = -1;

    if ((cell->hand = open_pipe(1, &theirs_to_read, fault)) < 0)
        return -1;
    AUTOCLOSE int ours = open_pipe(0, &theirs_to_close, fault);
    if (ours < 0)
        return -1;
    /* Else it could not open them by /proc/self/fd, as a bootstrap in Java must. */
    if (fchown(theirs_to_read, cell->uid, cell->uid) < 0 || fchown(theirs_to_close, cell->uid, cell->uid) < 0)
        return fault_set(fault, "fchown of a pipe", errno);
    if (source_add(&cell->waits, hand_on(&ours), EPOLLIN, waits_ready, cell, fault) < 0)
        return -1;
    const int passed[] = {theirs_to_read, theirs_to_close};
    if (send_with_fds(cell->control.fd, &exec->launch, exec->launch_bytes, passed, 2) < 0)
        return fault_set(fault, "launch", errno);
    cell->state = CELL_WARMING;
    cell->warming_until_ns = now_ns() + warming_ns_max;
    cell_wake(cell, cell->warming_until_ns);
    return 0;
}

void cell_warm_look(struct cell *cell)
{
    struct fault fault;

    if (now_ns() < cell->warming_until_ns)
        return;
    fault_say(&fault, "WARM", ETIMEDOUT, "the bootstrap does not wait for a program");
    cell_fail(cell, &fault);
}

int cell_hand_over(struct cell *cell, const struct exec *exec, struct fault *fault)
{
    static const char step[] = "hand-over";
    char count[16];

    /* The bootstrap must be past its own descriptors, in the directory where it was started, and without a terminal. */
    if (exec->terminal || exec->launch_bytes != offsetof(struct launch, strings) + exec->words_bytes + 1)
        return fault_say(fault, step, EINVAL, "a waiting program takes neither a terminal nor a directory");
    int length = snprintf(count, sizeof(count), "%u", exec->launch.arguments) + 1;
    ssize_t counted = write(cell->hand, count, (size_t)length);
    ssize_t handed = counted == length ? write(cell->hand, exec->launch.strings, exec->words_bytes) : -1;
    if (handed != (ssize_t)exec->words_bytes)
        return fault_say(fault, step, EMSGSIZE, "more arguments and environment than its pipe holds");
    close_and_forget(&cell->hand);
    return 0;
}
