#include "loan.h"

#include <unistd.h>

void uids_fill(struct uid_ring *ring, unsigned slot)
{
    ring->base = LOAN_UID_BASE + slot * 2u * LOAN_UIDS;
    ring->fresh = ring->head = ring->count = 0;
}

uid_t uid_lend(struct uid_ring *ring)
{
    if (ring->fresh < LOAN_UIDS)
        return ring->base + 2u * ring->fresh++;
    uint16_t pair = ring->pairs[ring->head];

    ring->head = (ring->head + 1) % LOAN_UIDS;
    ring->count--;
    return ring->base + 2u * pair;
}

void uid_return(struct uid_ring *ring, uid_t uid)
{
    ring->pairs[(ring->head + ring->count) % LOAN_UIDS] = (uint16_t)((uid - ring->base) / 2);
    ring->count++;
}

int network_lend(struct network_shelf *shelf)
{
    return shelf->count == 0 ? -1 : shelf->fds[--shelf->count];
}

void network_return(struct network_shelf *shelf, int fd)
{
    if (fd >= 0 && shelf->count < LOAN_NETWORKS_MAX)
        shelf->fds[shelf->count++] = fd;
    else if (fd >= 0)
        close(fd);
}
