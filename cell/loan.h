/*
 * loan.h: what is lent to one living cell at a time and comes back after its confirmed death: host uids and empty
 * network namespaces.
 */
#ifndef FREEHOLD_LOAN_H
#define FREEHOLD_LOAN_H

#include <stdint.h>
#include <sys/types.h>

enum {
    LOAN_UIDS = 1 << 16, /* pairs: the program's and its init's */
    LOAN_UID_BASE = 0x70000000,
    LOAN_NETWORKS_MAX = 256,
};

struct uid_ring {
    uint32_t base;
    uint32_t fresh;            /* pairs that were lent once: from here on none was */
    uint32_t head, count;      /* those that came back */
    uint16_t pairs[LOAN_UIDS]; /* written as they come: a keeper would get a copy of the whole */
};

/* The slot's own range. A ring: a uid that came back is the last to be lent again. */
void uids_fill(struct uid_ring *ring, unsigned slot);
/* The first of two adjacent uids. There are more pairs than there can be cells. */
uid_t uid_lend(struct uid_ring *ring);
void uid_return(struct uid_ring *ring, uid_t uid);

/* Programs can make no IP socket in these, the loopback is down, and abstract sockets end with their processes: so
 * one whose cell is dead is as good as new, and saves 0.5 ms and as much work of kernel threads. */
struct network_shelf {
    unsigned count;
    int fds[LOAN_NETWORKS_MAX];
};
int network_lend(struct network_shelf *shelf); /* -1 when none is there: the builder makes one */
void network_return(struct network_shelf *shelf, int fd);

#endif
