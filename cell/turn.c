/* Turns of a program on a processor that others want too. */
#include <stddef.h>
#include <stdint.h>

#include "cell.h"

enum {
    TURN_LOOK_NS = 500 * 1000,       /* the longest that a program waits for one of less claim, about */
    TURN_APART_NS = 200 * 1000,      /* between two, of whichever programs: what the daemon spends on them is bounded */
    TURN_SHORT_NS = 25 * 1000 * 1000 /* a program that takes longer bears a wait of a few milliseconds */
};

/* Only programs, and not runtimes that start ahead, which weigh little too: where one tenant is alone, all weigh the same, and nothing is
 * to be done. */
static bool meets_less_claim(const struct cell *cell)
{
    for (const struct cell *other = cell->daemon->cells; other != NULL; other = other->next)
        if (other->state == CELL_RUNNING && other->weight < cell->weight)
            return true;
    return false;
}

uint64_t cell_turn(struct cell *cell, uint64_t now)
{
    struct fault ignored;

    if (now - cell->ending.started_ns > TURN_SHORT_NS || !meets_less_claim(cell))
        return UINT64_MAX;
    if (now - cell->daemon->turned_ns >= TURN_APART_NS) {
        cell->daemon->turned_ns = now;
        cell->heavier = !cell->heavier;
        unsigned other = cell->weight < WEIGHT_MAX ? cell->weight + 1 : cell->weight - 1;
        group_weigh(cell->group, cell->heavier ? other : cell->weight, &ignored);
    }
    return now + TURN_LOOK_NS;
}
