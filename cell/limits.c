#include "limits.h"

uint64_t limit_memory_bytes(const struct spec *spec)
{
    return spec->memory_bytes;
}

uint32_t limit_processes(const struct spec *spec)
{
    return spec->processes;
}

uint64_t limit_disk_bytes(const struct spec *spec)
{
    return spec->disk_bytes;
}

uint64_t limit_output_bytes(const struct exec *exec)
{
    return exec->output_bytes;
}

bool limit_cpu_reached(uint64_t used_ns, uint64_t limit_ns)
{
    return used_ns >= limit_ns;
}

uint64_t limit_cpu_leaves_ns(uint64_t left_ns, unsigned processors, uint32_t processes, uint64_t still_ns)
{
    enum {
        SHORTEST_NS = 250 * 1000,
        LONGEST_NS = 4 * 1000 * 1000, /* a kill is promised within 10 ms of the limit */
        PART = 16,                    /* within a tick of 4 ms it stays the shortest */
    };
    uint64_t at_once = processes < processors ? processes : processors;
    uint64_t earliest = left_ns / (at_once == 0 ? 1 : at_once);
    uint64_t patience = still_ns / PART;

    if (patience > LONGEST_NS)
        patience = LONGEST_NS;
    if (patience < SHORTEST_NS)
        patience = SHORTEST_NS;
    return earliest > patience ? earliest : patience;
}

bool limit_wall_reached(uint64_t now_ns, uint64_t deadline_ns)
{
    return now_ns >= deadline_ns;
}
