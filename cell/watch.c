/* A cell's run: let go, watched, ended, and confirmed dead. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "cell.h"
#include "keeper.h"
#include "limits.h"
#include "sys.h"

enum {
    SAMPLE_NS = 100 * 1000 * 1000, /* the longest time between two looks: the disk is sampled then too */
    OOM_LOOK_NS = 500 * 1000,
    OOM_QUESTIONS = 40,
    /* Then it ends though the call has no name: each look costs time that nobody is charged for. */
    DENIALS_TAKEN_BACK_MAX = 1000,
};

void cell_wake(struct cell *cell, uint64_t at_ns)
{
    const struct itimerspec when = {
        .it_value = {.tv_sec = (time_t)(at_ns / 1000000000u), .tv_nsec = (long)(at_ns % 1000000000u)}};

    timerfd_settime(cell->timer.fd, TFD_TIMER_ABSTIME, &when, NULL);
}

void disk_sample(struct cell *cell)
{
    struct statfs disk;

    if (fstatfs(cell->disk, &disk) < 0)
        return;
    uint64_t used = (disk.f_blocks - disk.f_bfree) * (uint64_t)disk.f_bsize;
    if (used > cell->ending.disk_peak_bytes)
        cell->ending.disk_peak_bytes = used;
    cell->ending.disk_full = disk.f_bavail == 0 || disk.f_ffree == 0;
}

/* When, between two readings, the clock passed the limit: it ran evenly, as far as we can know. */
static uint64_t cpu_moment(const struct cell *cell, uint64_t now, uint64_t used_ns)
{
    uint64_t gained = used_ns - cell->cpu_seen_ns;
    uint64_t needed = cell->cpu_limit_ns - cell->cpu_seen_ns;

    if (gained == 0)
        return now;
    return cell->cpu_seen_at_ns + (uint64_t)((double)(now - cell->cpu_seen_at_ns) * (double)needed / (double)gained);
}

/* The kernel has killed in the cell for want of memory. Only its own limit is the program's: else it ends as our fault, and nobody
 * pays for it. */
static void end_for_memory(struct cell *cell)
{
    struct fault fault;
    bool spent = false;

    if (group_memory_is_spent(cell->group, &spent, &fault) < 0) {
        cell_fail(cell, &fault);
    } else if (spent) {
        cell_end(cell, CAUSE_MEMORY, cell->spec.memory_bytes, 0);
    } else {
        fault_say(
            &fault, "memory of the host", ENOMEM,
            "the kernel killed a program below its own limit, for the host or the daemon's unit had no more: give it "
            "more, or run fewer cells");
        cell_fail(cell, &fault);
    }
}

/* Looks at all limits that time can pass, and aims at the moment when the next can be reached first. */
static void watch_look(struct cell *cell)
{
    struct fault fault;
    uint64_t total_ns = 0;
    uint64_t now = now_ns();

    if (group_cpu_ns(cell->group, &total_ns, &fault) < 0) {
        cell_fail(cell, &fault);
        return;
    }
    uint64_t used_ns = total_ns - cell->cpu_before_ns;
    uint64_t next = now + SAMPLE_NS;
    disk_sample(cell);
    if (limit_cpu_reached(used_ns, cell->cpu_limit_ns)) {
        uint64_t moment = cpu_moment(cell, now, used_ns);
        bool wall_first = limit_wall_reached(now, cell->wall_deadline_ns) && cell->wall_deadline_ns < moment;
        cell_end(cell, wall_first ? CAUSE_WALL : CAUSE_CPU,
                 (wall_first ? now - cell->ending.started_ns : used_ns) / 1000,
                 wall_first ? cell->wall_deadline_ns : moment);
        return;
    }
    if (limit_wall_reached(now, cell->wall_deadline_ns)) {
        cell_end(cell, CAUSE_WALL, (now - cell->ending.started_ns) / 1000, cell->wall_deadline_ns);
        return;
    }
    if (cell->oom_questions > 0) {
        uint32_t kills = 0;
        cell->oom_questions--;
        if (group_oom_kills(cell->group, &kills, &fault) == 0 && kills > 0) {
            end_for_memory(cell);
            return;
        }
        next = now + OOM_LOOK_NS;
    }
    uint64_t turn = cell_turn(cell, now);
    if (turn < next)
        next = turn;
    if (used_ns != cell->cpu_seen_ns)
        cell->cpu_moved_at_ns = now;
    cell->cpu_seen_ns = used_ns;
    cell->cpu_seen_at_ns = now;
    uint64_t look = now + limit_cpu_leaves_ns(cell->cpu_limit_ns - used_ns, cell->daemon->processors,
                                              limit_processes(&cell->spec), now - cell->cpu_moved_at_ns);
    if (look < next)
        next = look;
    cell_wake(cell, next < cell->wall_deadline_ns ? next : cell->wall_deadline_ns);
}

static void timer_ready(void *owner, uint32_t events)
{
    struct cell *cell = owner;
    uint64_t expirations;

    (void)events;
    if (read(cell->timer.fd, &expirations, sizeof(expirations)) == sizeof(expirations) && cell->state == CELL_RUNNING)
        watch_look(cell);
    else if (cell->state == CELL_WARMING)
        cell_warm_look(cell);
    cell_settle(cell);
}

static void oom_ready(void *owner, uint32_t events)
{
    struct cell *cell = owner;
    struct fault fault;
    uint32_t kills = 0;

    (void)events;
    /* v1 notifies some microseconds before it kills. */
    if (group_oom_kills(cell->group, &kills, &fault) == 0 && cell->state == CELL_RUNNING) {
        if (kills > 0)
            end_for_memory(cell);
        else
            cell->oom_questions = OOM_QUESTIONS;
        if (kills == 0)
            cell_wake(cell, now_ns() + OOM_LOOK_NS);
    }
    cell_settle(cell);
}

/* Somebody in the cell makes a call of the short list: nothing else is told here. Not closed before its end, for the kernel lets
 * go on, with ENOSYS, whom nobody listens to. */
static void deny(struct cell *cell)
{
    struct ending *ending = &cell->ending;
    struct fault fault;

    int denied = syscalls_denied(cell->listener.fd, &ending->denied_syscall, &ending->denied_arch, &fault);
    bool taken_back = denied < 0 && (fault.error == EAGAIN || fault.error == ENOENT || fault.error == EINTR);
    if (cell->state != CELL_RUNNING) {
        fault_say(&fault, "bootstrap", 0, "it made a system call that ends a program");
        cell_fail(cell, &fault);
    } else if (denied == 0 || (taken_back && ++cell->denials_taken_back == DENIALS_TAKEN_BACK_MAX)) {
        cell_end(cell, CAUSE_FORBIDDEN, ending->denied_syscall, 0);
    } else if (!taken_back) {
        cell_fail(cell, &fault);
    }
}

static void listener_ready(void *owner, uint32_t events)
{
    struct cell *cell = owner;
    bool lives = cell->state != CELL_ENDING && cell->state != CELL_ENDED && cell->state != CELL_LOST;

    if (events & EPOLLIN && lives)
        deny(cell);
    else
        source_close(&cell->listener); /* nobody is left who could be denied anything, or all have been killed */
    cell_settle(cell);
}

int timer_open(struct cell *cell, struct fault *fault)
{
    int timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);

    return timer < 0 ? fault_set(fault, "timerfd", errno)
                     : source_add(&cell->timer, timer, EPOLLIN, timer_ready, cell, fault);
}

int watch_open(struct cell *cell, int listener, struct fault *fault)
{
    uint32_t oom_events = 0;
    int oom = fcntl(group_oom_fd(cell->group, &oom_events), F_DUPFD_CLOEXEC, 3); /* a source owns its descriptor */

    if (oom < 0)
        fault_set(fault, "watch for memory", errno);
    int watched = oom < 0 ? -1 : source_add(&cell->oom, oom, oom_events, oom_ready, cell, fault);
    if (watched < 0)
        close_at_scope_end(&listener);
    else if (listener >= 0)
        watched = source_add(&cell->listener, listener, EPOLLIN, listener_ready, cell, fault);
    return watched;
}

static int launch(struct cell *cell, const struct exec *exec, int slave, struct fault *fault)
{
    if (send_with_fds(cell->control.fd, &exec->launch, exec->launch_bytes, &slave, slave < 0 ? 0 : 1) < 0)
        return fault_set(fault, "launch", errno);
    return 0;
}

int cell_execute(struct cell *cell, struct exec *exec, struct fault *fault)
{
    AUTOCLOSE int slave = -1;

    if (exec->terminal && stream_open_terminal(cell, exec, &slave, fault) < 0)
        return -1;
    if (group_cpu_ns(cell->group, &cell->cpu_before_ns, fault) < 0)
        return -1;
    cell->output_limit = limit_output_bytes(exec);
    cell->cpu_limit_ns = exec->cpu_us * 1000;
    cell->input.follows = exec->input_follows;
    cell->input.is_told = exec->input_told;
    if (!exec->input_follows)
        source_close(&cell->stdin_pipe);
    cell->ending.started_ns = cell->cpu_seen_at_ns = cell->cpu_moved_at_ns = now_ns();
    cell->wall_deadline_ns = cell->ending.started_ns + exec->wall_us * 1000;
    if (cell->hand >= 0 ? cell_hand_over(cell, exec, fault) < 0 : launch(cell, exec, slave, fault) < 0)
        return -1;
    cell->state = CELL_RUNNING;
    report_started(&cell->outbox);
    watch_look(cell);
    return 0;
}

void cell_kill(struct cell *cell)
{
    struct fault fault;

    cell_birth_close(cell);
    close_and_forget(&cell->lifeline);
    if (cell->group != NULL && !group_empty(cell->group))
        group_kill(cell->group, &fault); /* quick, not complete; the death of init is */
    if (cell->program.state == MEMBER_ALIVE)
        kill(cell->program.pid, SIGKILL);
    if (cell->init.state == MEMBER_ALIVE)
        kill(cell->init.pid, SIGKILL);
    /* A builder ends by itself, and it must first tell whom it has made; it waits for nothing more from us. */
    if (cell->control.fd >= 0)
        shutdown(cell->control.fd, SHUT_WR);
}

void cell_end(struct cell *cell, enum exit_cause cause, uint64_t value, uint64_t moment_ns)
{
    if (cell->state == CELL_ENDING && cell->ending.cause == CAUSE_ITSELF &&
        (cause == CAUSE_STDOUT || cause == CAUSE_STDERR)) {
        cell->ending.cause = cause; /* it was written before the end, and read after it */
        cell->ending.cause_value = value;
    }
    if (cell->state != CELL_RUNNING)
        return;
    cell->state = CELL_ENDING;
    cell_input_drop(cell);
    cell->ending.cause = cause;
    cell->ending.cause_value = value;
    cell->ending.moment_ns = moment_ns;
    cell_kill(cell);
    cell->ending.kill_ns = now_ns();
}

static bool members_are_dead(const struct cell *cell)
{
    /* The control socket stands for those of whom we have not heard. */
    return cell->control.fd < 0 && cell->builder.state != MEMBER_EXPECTED && cell->builder.state != MEMBER_ALIVE &&
           cell->program.state != MEMBER_ALIVE;
}

bool cell_guest_is_dead(const struct cell *cell)
{
    return members_are_dead(cell) && (cell->group == NULL || group_empty(cell->group));
}

bool cell_is_dead(const struct cell *cell)
{
    return cell->init.state != MEMBER_ALIVE && cell_guest_is_dead(cell);
}

void cell_press_stragglers(struct cell *cell)
{
    if (!members_are_dead(cell) || cell->init.state == MEMBER_ALIVE)
        return;
    cell_kill(cell);
    cell_wake(cell, now_ns() + RETRY_NS);
}

/* The program itself has ended; whatever it left behind goes with it. A limit that it had passed by then counts,
 * however late we look. */
static void program_ended(struct cell *cell, const siginfo_t *end)
{
    struct ending *ending = &cell->ending;
    struct fault fault;
    uint64_t cpu_ns = 0;
    uint32_t kills = 0;

    while (control_read(cell))
        ;
    ending->ended_ns = now_ns();
    ending->code = end->si_code;
    ending->status = end->si_status;
    if (cell->state == CELL_WARMING || cell->state == CELL_WARM) {
        fault_say(&fault, "bootstrap", 0, "it ended before it was handed a program");
        cell_fail(cell, &fault);
    }
    if (cell->state != CELL_RUNNING)
        return;
    if (ending->cause == CAUSE_NO_EXEC)
        cell_end(cell, CAUSE_NO_EXEC, ending->cause_value, 0);
    else if (group_oom_kills(cell->group, &kills, &fault) == 0 && kills > 0)
        end_for_memory(cell);
    else if (group_cpu_ns(cell->group, &cpu_ns, &fault) == 0 &&
             limit_cpu_reached(cpu_ns - cell->cpu_before_ns, cell->cpu_limit_ns))
        watch_look(cell);
    else if (limit_wall_reached(ending->ended_ns, cell->wall_deadline_ns))
        watch_look(cell);
    else
        cell_end(cell, CAUSE_ITSELF, 0, 0);
}

static bool member_reaped(struct daemon *daemon, const siginfo_t *end)
{
    for (struct cell *cell = daemon->cells; cell != NULL; cell = cell->next) {
        struct member *const members[] = {&cell->builder, &cell->init, &cell->program};
        for (unsigned i = 0; i < 3; i++) {
            if (members[i]->state != MEMBER_ALIVE || members[i]->pid != end->si_pid)
                continue;
            members[i]->state = MEMBER_DEAD;
            if (members[i] == &cell->program)
                program_ended(cell, end);
            cell_settle(cell);
            return true;
        }
    }
    return false;
}

void cells_reap(struct daemon *daemon)
{
    siginfo_t end = {0};

    while (waitid(P_ALL, 0, &end, WEXITED | WNOHANG | __WALL) == 0 && end.si_pid != 0) {
        if (!member_reaped(daemon, &end))
            keeper_reaped(daemon, end.si_pid);
        end.si_pid = 0;
    }
}
