/*
 * proc.h: a cell's view of /proc. Mounted by the program itself, for proc takes the pid namespace of its mounter.
 */
#ifndef FREEHOLD_PROC_H
#define FREEHOLD_PROC_H

#include <stdbool.h>
#include <stdint.h>

#include "fault.h"

#define EMPTY_DIRECTORY "/run" /* in each root, read-only; also what covers a directory of a full /proc */

/* Own processes only; with `full`, also the files that tell of the machine, those that tell of the host covered. */
int proc_mount(bool full, struct fault *fault);

int proc_hide_others(int context);
int proc_hide_machine(int context);
int proc_mask(struct fault *fault);

#endif
