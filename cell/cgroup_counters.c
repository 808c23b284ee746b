#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include "cgroup_parts.h"
#include "cgroup_text.h"
#include "cgroup_tree.h"

enum { NANOSECONDS_PER_MICROSECOND = 1000 };

/* A kept-open counter: a bare number when `key` is NULL, else the one beside the key. */
static int read_counter(const struct group *group, enum counter_file counter, const char *key, uint64_t *value,
                        struct fault *fault)
{
    char text[TREE_TEXT_MAX];
    if (tree_read(group->files[counter], text, sizeof text) < 0)
        return fault_say(fault, "cgroup: read counter", errno, "%s", key == NULL ? "number" : key);
    if ((key == NULL ? text_number(text, value) : text_keyed(text, key, value)) < 0)
        return fault_say(fault, "cgroup: understand counter", EBADMSG, "%s in \"%.60s\"", key == NULL ? "number" : key,
                         text);
    return 0;
}

int group_cpu_ns(const struct group *group, uint64_t *cpu_ns, struct fault *fault)
{
    uint64_t now;
    bool second = group->groups->version == 2;
    if (read_counter(group, COUNTER_CPU, second ? "usage_usec" : NULL, &now, fault) < 0)
        return -1;
    if (second)
        now *= NANOSECONDS_PER_MICROSECOND;
    *cpu_ns = now - group->cpu_base_ns;
    return 0;
}

int group_oom_fd(const struct group *group, uint32_t *events)
{
    bool second = group->groups->version == 2;
    *events = second ? POLLPRI : POLLIN;
    return group->files[second ? COUNTER_OOM : COUNTER_OOM_EVENT];
}

static int oom_kills(const struct group *group, uint32_t *kills, struct fault *fault)
{
    uint64_t now;
    if (read_counter(group, COUNTER_OOM, "oom_kill", &now, fault) < 0)
        return -1;
    *kills = (uint32_t)(now - group->oom_base);
    return 0;
}

int group_oom_kills(struct group *group, uint32_t *kills, struct fault *fault)
{
    uint64_t events;
    /* emptied first: what comes after the reading below makes it readable again. Nothing to read is no error */
    if (group->files[COUNTER_OOM_EVENT] >= 0 && read(group->files[COUNTER_OOM_EVENT], &events, sizeof events) < 0 &&
        errno != EAGAIN)
        return fault_set(fault, "cgroup: read the eventfd", errno);
    return oom_kills(group, kills, fault);
}

/* Of a file of v1's that is not kept open; `*value` stays where there is none. */
static int read_memory_file(const struct group *group, const char *file, uint64_t *value, struct fault *fault)
{
    char text[TREE_TEXT_MAX];
    int fd = group_file(group, CONTROLS_MEMORY, file, O_RDONLY);
    if (fd < 0)
        return errno == ENOENT ? 0 : fault_say(fault, "cgroup: open counter", errno, "%s", file);
    int got = tree_read(fd, text, sizeof text);
    int error = errno;
    close(fd);
    if (got < 0)
        return fault_say(fault, "cgroup: read counter", error, "%s", file);
    return text_number(text, value) == 0 ? 0 : fault_say(fault, "cgroup: understand counter", EBADMSG, "%s", file);
}

/* v1 does not say for whose limit it kills, and its failcnt stays 0 on some kernels (6.18, seen). But it kills for no more than so many pages
 * at once that are wanted (PAGE_ALLOC_COSTLY_ORDER): who met its limit had used all but as many. Swap counts with
 * memory, under the same limit. */
static int v1_is_spent(const struct group *group, bool *spent, struct fault *fault)
{
    enum { WANTED_PAGES_MAX = 8 };
    uint64_t limit = UINT64_MAX, peak = 0, peak_with_swap = 0;
    if (read_memory_file(group, "memory.limit_in_bytes", &limit, fault) < 0 ||
        read_counter(group, COUNTER_MEMORY_PEAK, NULL, &peak, fault) < 0 ||
        read_memory_file(group, "memory.memsw.max_usage_in_bytes", &peak_with_swap, fault) < 0)
        return -1;
    if (peak < peak_with_swap)
        peak = peak_with_swap;
    *spent = peak + WANTED_PAGES_MAX * (uint64_t)sysconf(_SC_PAGESIZE) > limit;
    return 0;
}

int group_memory_is_spent(const struct group *group, bool *spent, struct fault *fault)
{
    uint64_t ours;
    if (group->groups->version != 2)
        return v1_is_spent(group, spent, fault);
    /* counted where the limit is that was the cause, and above: nothing is below this group */
    if (read_counter(group, COUNTER_OOM, "oom", &ours, fault) < 0)
        return -1;
    *spent = ours > 0;
    return 0;
}

static int read_memory(const struct group *group, struct counters *counters, struct fault *fault)
{
    if (read_counter(group, COUNTER_MEMORY_NOW, NULL, &counters->memory_now_bytes, fault) < 0)
        return -1;
    if (group->memory_peak_seen == NULL)
        return read_counter(group, COUNTER_MEMORY_PEAK, NULL, &counters->memory_peak_bytes, fault);
    if (*group->memory_peak_seen < counters->memory_now_bytes)
        *group->memory_peak_seen = counters->memory_now_bytes;
    counters->memory_peak_bytes = *group->memory_peak_seen;
    counters->memory_peak_sampled = true;
    return 0;
}

int group_read(const struct group *group, struct counters *counters, struct fault *fault)
{
    uint64_t value;
    *counters = (struct counters){0};
    if (group_cpu_ns(group, &counters->cpu_ns, fault) < 0 || read_memory(group, counters, fault) < 0)
        return -1;
    if (group->files[COUNTER_PIDS_PEAK] >= 0) {
        if (read_counter(group, COUNTER_PIDS_PEAK, NULL, &value, fault) < 0)
            return -1;
        counters->processes_peak = (uint32_t)value;
    }
    if (group->files[COUNTER_PIDS_EVENTS] >= 0) {
        if (read_counter(group, COUNTER_PIDS_EVENTS, "max", &value, fault) < 0)
            return -1;
        counters->processes_refused = (uint32_t)value;
    }
    return oom_kills(group, &counters->oom_kills, fault);
}
