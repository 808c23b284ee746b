/*
 * Attack: Loosens its filter: switches seccomp off, goes to strict mode and back, and installs a listener of its own that says
 *     "continue" to everything.
 * Row: T1.8
 * Promise: HELD
 * Without: seccomp
 * Class: any
 */
#define _GNU_SOURCE
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>

#include "probe.h"

int main(void)
{
    struct sock_filter code[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_unshare, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {4, code};

    CLAIM(prctl(PR_GET_SECCOMP) == 2, "no filter is in force");
    REFUSED("switch seccomp off", prctl(PR_SET_SECCOMP, 0, NULL), EINVAL, EPERM);
    REFUSED("a listener of its own",
            syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, &program), EBUSY, EPERM,
            ENOSYS, EINVAL);
    REFUSED("switch no_new_privs off", prctl(PR_SET_NO_NEW_PRIVS, 0, 0, 0, 0), EINVAL, EPERM);
    return verdict();
}
