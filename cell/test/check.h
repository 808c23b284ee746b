/*
 * check.h: a test is a function named by a sentence; a claim that fails is printed and ends that test.
 *
 * A test program lists its tests with RUN and returns check_result(). It prints "N passed, N failed, N skipped".
 */
#ifndef FREEHOLD_TEST_CHECK_H
#define FREEHOLD_TEST_CHECK_H

#include <inttypes.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct check {
    const char *test;
    int passed, failed, skipped;
    jmp_buf end;
};

extern struct check check;

/* The environment may name tests that this machine cannot pass, e.g. claims about time where time is emulated. */
static inline int check_is_left_out(const char *name)
{
    const char *names = getenv("CHECK_SKIP");
    return names != NULL && strstr(names, name) != NULL;
}

enum check_end { CHECK_FAILED = 1, CHECK_SKIPPED = 2 };

#define CLAIM(condition)                                                                    \
    do {                                                                                    \
        if (!(condition)) {                                                                 \
            printf("FAILED %s\n  %s:%d: %s\n", check.test, __FILE__, __LINE__, #condition); \
            longjmp(check.end, CHECK_FAILED);                                               \
        }                                                                                   \
    } while (0)

/* Of two numbers, which are printed when they differ. */
#define CLAIM_EQUAL(left, right)                                                                                    \
    do {                                                                                                            \
        long long check_left = (long long)(left), check_right = (long long)(right);                                 \
        if (check_left != check_right) {                                                                            \
            printf("FAILED %s\n  %s:%d: %s is %lld, not %lld\n", check.test, __FILE__, __LINE__, #left, check_left, \
                   check_right);                                                                                    \
            longjmp(check.end, CHECK_FAILED);                                                                       \
        }                                                                                                           \
    } while (0)

/* Of a call that fills a fault, which is printed. */
#define CLAIM_DONE(call, fault)                                                                                  \
    do {                                                                                                         \
        if (!(call)) {                                                                                           \
            printf("FAILED %s\n  %s:%d: %s: %s: %s (%s)\n", check.test, __FILE__, __LINE__, #call, (fault).step, \
                   strerror((fault).error), (fault).text);                                                       \
            longjmp(check.end, CHECK_FAILED);                                                                    \
        }                                                                                                        \
    } while (0)

/* For what this host cannot show; the reason is printed. */
#define SKIP_UNLESS(condition, reason)                      \
    do {                                                    \
        if (!(condition)) {                                 \
            printf("skipped %s: %s\n", check.test, reason); \
            longjmp(check.end, CHECK_SKIPPED);              \
        }                                                   \
    } while (0)

#define RUN(name)                                                             \
    do {                                                                      \
        check.test = #name;                                                   \
        switch (setjmp(check.end)) {                                          \
        case 0:                                                               \
            SKIP_UNLESS(!check_is_left_out(#name), "left out by CHECK_SKIP"); \
            name();                                                           \
            check.passed++;                                                   \
            break;                                                            \
        case CHECK_SKIPPED:                                                   \
            check.skipped++;                                                  \
            break;                                                            \
        default:                                                              \
            check.failed++;                                                   \
        }                                                                     \
        fflush(stdout);                                                       \
    } while (0)

static inline int check_result(void)
{
    printf("%d passed, %d failed, %d skipped\n", check.passed, check.failed, check.skipped);
    return check.failed == 0 ? 0 : 1;
}

#define CHECK_MAIN struct check check

#endif
