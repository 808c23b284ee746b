/*
 * Attack: Has a terminal of its own, and types into it, changes its line discipline, opens its other end, and looks for what
 *     lies beside it.
 * Row: T1.6
 * Promise: HELD
 * Without: seccomp
 * Class: any
 * Terminal: 24 80
 */
#define _GNU_SOURCE
#include <sys/ioctl.h>
#include <termios.h>

#include "probe.h"

int main(void)
{
    char letter = '#';
    int discipline = 0; /* the one it has */
    struct termios quiet;
    CLAIM(isatty(0) && isatty(1) && tcgetattr(0, &quiet) == 0, "it has no terminal");
    quiet.c_lflag &= ~(tcflag_t)ECHO; /* so that what it types does not stand before its own words */
    tcsetattr(0, TCSANOW, &quiet);
    REFUSED("TIOCSTI", ioctl(0, TIOCSTI, &letter), EPERM);
    REFUSED("TIOCSTI, high bits set", syscall(SYS_ioctl, 0, TIOCSTI | (1UL << 35), &letter), EPERM);
    REFUSED("another line discipline", ioctl(0, TIOCSETD, &discipline), EPERM);
    REFUSED("the other end by ioctl", ioctl(0, TIOCGPTPEER, O_RDWR | O_NOCTTY), EPERM, ENOTTY);
    REFUSED("the machine's console", ioctl(0, TIOCCONS), EPERM);
    REFUSED("a new pair", open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC), ENOENT, EACCES);
    REFUSED("another's terminal", open("/dev/pts/0", O_RDWR | O_NOCTTY | O_CLOEXEC), ENOENT, EACCES);
    int own = -1, locked = 0;
    REFUSED("a lock on the pair", ioctl(0, TIOCSPTLCK, &locked), EPERM);
    REFUSED("packets of the other end", ioctl(0, TIOCPKT, &locked), EPERM);
    REFUSED("a signal by the other end", ioctl(0, _IOW('T', 0x36, int), 2), EPERM);
    REFUSED("hanging up", ioctl(0, TIOCVHANGUP), EPERM);
    REFUSED("having it alone", ioctl(0, TIOCEXCL), EPERM);
    REFUSED("another session's terminal",
            ioctl(0, TIOCSCTTY, 1) == 0 && getsid(0) != getpid() ? 0 : (errno = EPERM, -1), EPERM);
    REFUSED("the folder that it lies in", openat(0, "..", O_RDONLY | O_CLOEXEC), ENOTDIR);
    REFUSED("the folder by its link", open("/proc/self/fd/0/..", O_RDONLY | O_CLOEXEC), ENOTDIR);
    REFUSED("a new pair beside it", open("/proc/self/fd/0/../ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC), ENOTDIR);
    REFUSED("whoever has none", open("/dev/tty", O_RDWR | O_CLOEXEC), ENOENT, EACCES);
    if ((own = open("/proc/self/fd/0", O_RDWR | O_NOCTTY | O_CLOEXEC)) >=
        0) /* its own once more, and no more than that */
        REFUSED("TIOCSTI on its own once more", ioctl(own, TIOCSTI, &letter), EPERM);
    char name[64] = "";
    ssize_t length = readlink("/proc/self/fd/0", name, sizeof name - 1);
    NOTE("the kernel calls it %.*s", (int)length, name);
    return verdict();
}
