/* Turns of a program on a processor that others want too. */
#include <stddef.h>
#include <stdint.h>

#include "cell.h"

enum {
    TURN_LOOK_NS = 500 * 1000,  /* the longest that one short program waits for one of less weight, about */
    TURN_APART_NS = 200 * 1000, /* of all programs' looks: what they cost together is bounded, and each has its turn */
    TURN_SHORT_NS = 25 * 1000 * 1000, /* a program that takes longer bears a wait of a few milliseconds */
    TURN_WEIGHT_LEAST = 50            /* of which one more is little */
};

/* Only programs, and not runtimes that start ahead, which weigh little too: where one tenant is alone, all weigh the same,
 * and nothing is to be done. */
static bool meets_less_weight(const struct cell *cell)
{
    for (const struct cell *other = cell->daemon->cells; other != NULL; other = other->next)
        if (other->state == CELL_RUNNING && other->weight < cell->weight)
            return true;
    return false;
}

static void weigh(struct cell *cell, bool heavier)
{
    struct fault ignored;
    unsigned other = cell->weight < WEIGHT_MAX ? cell->weight + 1 : cell->weight - 1;

    cell->heavier = heavier;
    group_weigh(cell->group, heavier ? other : cell->weight, &ignored);
}

static uint64_t next_look(struct daemon *daemon, uint64_t now)
{
    uint64_t look = now + TURN_LOOK_NS;

    if (look < daemon->turns_taken_ns)
        look = daemon->turns_taken_ns;
    daemon->turns_taken_ns = look + TURN_APART_NS;
    return look;
}

uint64_t cell_turn(struct cell *cell, uint64_t now)
{
    if (now < cell->turn_ns)
        return cell->turn_ns;
    if (cell->weight < TURN_WEIGHT_LEAST || now - cell->ending.started_ns > TURN_SHORT_NS || !meets_less_weight(cell)) {
        if (cell->heavier)
            weigh(cell, false);
        return UINT64_MAX;
    }
    weigh(cell, !cell->heavier);
    cell->turn_ns = next_look(cell->daemon, now);
    return cell->turn_ns;
}
