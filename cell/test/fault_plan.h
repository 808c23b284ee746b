/* fault_plan.h: which call is to fail, in memory shared by the test and the daemon's family. */
#ifndef FREEHOLD_TEST_FAULT_PLAN_H
#define FREEHOLD_TEST_FAULT_PLAN_H

#include <stdatomic.h>

#define FAULT_PLAN_VARIABLE "FREEHOLD_TEST_FAULT_PLAN"

struct fault_plan {
    atomic_int left; /* the call that takes it from 1 to 0 fails; 0: none does */
    atomic_int hit;
    char name[32];
};

#endif
