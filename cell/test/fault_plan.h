/* fault_plan.h: which call is to fail, in memory shared by the test and the daemon's family; or which group is left out. */
#ifndef FREEHOLD_TEST_FAULT_PLAN_H
#define FREEHOLD_TEST_FAULT_PLAN_H

#include <stdatomic.h>

#define FAULT_PLAN_VARIABLE "FREEHOLD_TEST_FAULT_PLAN"
/* The number of a group that programs do not join: first v1's, in the daemon's order, then the v2 tree's. */
#define FAULT_GROUP_VARIABLE "FREEHOLD_TEST_FAULT_GROUP"

struct fault_plan {
    atomic_int left; /* the call that takes it from 1 to 0 fails; 0: none does */
    atomic_int hit;
    atomic_int lost; /* it was a message that lost the last of its descriptors, and with it what the cell needs */
    char name[32];
};

#endif
