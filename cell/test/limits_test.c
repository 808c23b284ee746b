/* When the daemon looks at a program's CPU clock. Needs nothing. */
#include "../limits.h"

#include "check.h"

CHECK_MAIN;

enum { US = 1000, MS = 1000 * US, ALL = 1 << 20 };

static void a_limit_that_is_far_is_looked_at_when_it_can_first_be_reached(void)
{
    CLAIM_EQUAL(limit_cpu_leaves_ns(80 * MS, 1, ALL, 0), 80 * MS);
    CLAIM_EQUAL(limit_cpu_leaves_ns(80 * MS, 8, ALL, 0), 10 * MS);
}

static void no_more_processors_count_than_there_may_be_processes(void)
{
    CLAIM_EQUAL(limit_cpu_leaves_ns(80 * MS, 64, 1, 0), 80 * MS);
    CLAIM_EQUAL(limit_cpu_leaves_ns(80 * MS, 64, 4, 0), 20 * MS);
    CLAIM_EQUAL(limit_cpu_leaves_ns(10 * MS, 64, 1, 0), 10 * MS); /* else every 250 us until the wall limit */
}

static void close_to_the_limit_who_computes_is_looked_at_as_soon_as_ever(void)
{
    for (uint64_t still_ns = 0; still_ns <= 4 * MS; still_ns += 50 * US) /* the kernel's tick moves its clock */
        CLAIM_EQUAL(limit_cpu_leaves_ns(100 * US, 2, ALL, still_ns), 250 * US);
}

static void close_to_the_limit_who_sleeps_is_looked_at_seldom_and_in_time_all_the_same(void)
{
    enum { WALL_MS = 10000 };
    unsigned looks = 0;
    for (uint64_t now = 0; now < (uint64_t)WALL_MS * MS; looks++) {
        uint64_t next = limit_cpu_leaves_ns(100 * US, 2, ALL, now);
        CLAIM(next >= 250 * US && next <= 4 * MS);
        now += next;
    }

    CLAIM(looks < WALL_MS / 4 + 100); /* 40,000 if each were as soon */
}

int main(void)
{
    RUN(a_limit_that_is_far_is_looked_at_when_it_can_first_be_reached);
    RUN(no_more_processors_count_than_there_may_be_processes);
    RUN(close_to_the_limit_who_computes_is_looked_at_as_soon_as_ever);
    RUN(close_to_the_limit_who_sleeps_is_looked_at_seldom_and_in_time_all_the_same);
    return check_result();
}
