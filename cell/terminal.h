/*
 * terminal.h: a terminal whose other end nobody but the daemon holds, from a devpts instance made for it alone: what a
 * program pushes into it (TIOCSTI) can only reach the program.
 */
#ifndef FREEHOLD_TERMINAL_H
#define FREEHOLD_TERMINAL_H

#include <stdint.h>
#include <sys/types.h>

#include "fault.h"

/* The master, non-blocking; `*slave` belongs to `uid`. */
int terminal_open(uid_t uid, uint16_t rows, uint16_t columns, int *slave, struct fault *fault);

#endif
