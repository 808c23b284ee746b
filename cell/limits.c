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

bool limit_wall_reached(uint64_t now_ns, uint64_t deadline_ns)
{
    return now_ns >= deadline_ns;
}
