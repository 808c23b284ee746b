/*
 * fault.h: a failure of ours, as data: which step, which errno, which detail.
 *
 * Every function that can fail takes a `struct fault *` last and returns a negative number when it
 * has filled it. A step of making a cell that fails is named and ends that cell; nothing goes on weaker.
 */
#ifndef FREEHOLD_FAULT_H
#define FREEHOLD_FAULT_H

struct fault {
    const char *step; /* what was being done, as a static string, e.g. "memory.limit_in_bytes" */
    int error;        /* errno, or 0 */
    char text[160];   /* detail for people; may be empty; never a secret */
};

/* Fills `fault` and returns -1, so that a caller can `return fault_set(...)`. */
int fault_set(struct fault *fault, const char *step, int error);
int fault_say(struct fault *fault, const char *step, int error, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

#endif
