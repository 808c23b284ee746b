/*
 * Attack: Loads code into the kernel by bpf.
 * Row: T1.5
 * Promise: forbidden bpf
 * Without: none alone: the filter holds, and so does kernel.unprivileged_bpf_disabled where it is set
 * Class: any
 */
#define _GNU_SOURCE
#include <linux/bpf.h>

#include "probe.h"

int main(void)
{
    union bpf_attr map = {.map_type = BPF_MAP_TYPE_ARRAY, .key_size = 4, .value_size = 4, .max_entries = 1};
    REFUSED("bpf map", syscall(SYS_bpf, BPF_MAP_CREATE, &map, sizeof map), BY_FILTER);
    return verdict();
}
