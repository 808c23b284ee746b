/*
 * Attack: Raises capabilities again: by capset, as ambient ones, and by loosening the secure bits.
 * Row: T2.1
 * Promise: HELD
 * Without: none alone: the filter and the empty capability sets each hold
 * Class: any
 */
#define _GNU_SOURCE
#include <linux/capability.h>
#include <sys/prctl.h>

#include "probe.h"

int main(void)
{
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct sets[2] = {{1U << CAP_SYS_ADMIN, 1U << CAP_SYS_ADMIN, 0}, {0}};

    REFUSED("capset", syscall(SYS_capset, &header, sets), BY_FILTER);
    REFUSED("raise an ambient capability", prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_NET_RAW, 0, 0), EPERM,
            EINVAL);
    REFUSED("keep capabilities over setuid", prctl(PR_SET_SECUREBITS, 1 << 4, 0, 0, 0), EPERM, EINVAL);
    return verdict();
}
