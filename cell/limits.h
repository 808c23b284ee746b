/*
 * limits.h: the ceilings of a cell as questions and numbers, a function each and all extern, so that a test build can
 * leave one out and must then be seen to leak.
 */
#ifndef FREEHOLD_LIMITS_H
#define FREEHOLD_LIMITS_H

#include <stdbool.h>
#include <stdint.h>

#include "spec.h"

uint64_t limit_memory_bytes(const struct spec *spec);
uint32_t limit_processes(const struct spec *spec);
uint64_t limit_disk_bytes(const struct spec *spec);
uint64_t limit_output_bytes(const struct exec *exec);
bool limit_cpu_reached(uint64_t used_ns, uint64_t limit_ns);
bool limit_wall_reached(uint64_t now_ns, uint64_t deadline_ns);

/* For how long nobody need look at the CPU clock, `left_ns` before its limit, which so many processes can spend on so many
 * processors at one time. So close to the limit that the answer would be nothing, it is a part of how long the clock has
 * stood still: no later for who computes, for whom it moves with each tick of the kernel, and seldom for who sleeps, for no
 * look is charged to anybody. */
uint64_t limit_cpu_leaves_ns(uint64_t left_ns, unsigned processors, uint32_t processes, uint64_t still_ns);

#endif
