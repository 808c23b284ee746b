/*
 * Attack: Makes an executable that changes the identity of whoever runs it: by mode bits and by file capabilities.
 * Row: T2.3
 * Promise: HELD
 * Without: none alone: no_new_privs and nosuid each hold, and root is not mapped
 * Class: any
 */
#define _GNU_SOURCE
#include <sys/xattr.h>

#include "probe.h"

int main(int argc, char **argv)
{
    static char copy[1 << 20];
    (void)argv;
    if (argc > 1) {
        CLAIM(geteuid() == getuid(), "after exec the effective uid is %u", geteuid());
        CLAIM(geteuid() == 1000, "after exec it is uid %u", geteuid());
        return verdict();
    }
    int from = open("/proc/self/exe", O_RDONLY | O_CLOEXEC),
        to = open("/work/setuid", O_WRONLY | O_CREAT | O_CLOEXEC, 0755);
    for (ssize_t n; (n = read(from, copy, sizeof copy)) > 0;)
        CLAIM(write(to, copy, (size_t)n) == n, "the copy is not whole");
    NOTE("chmod 6755: %s", fchmod(to, 06755) == 0 ? "allowed" : strerror(errno));
    unsigned char capability[20] = {1, 0, 0, 2, 0xff, 0xff, 0xff, 0xff};
    REFUSED("file capabilities", fsetxattr(to, "security.capability", capability, sizeof capability, 0), EPERM,
            EOPNOTSUPP, ENOSYS);
    REFUSED("given to root", fchown(to, 0, 0), EPERM, EINVAL);
    close(to);
    execl("/work/setuid", "setuid", "again", (char *)NULL);
    ODD("exec: %s", strerror(errno));
    return verdict();
}
