/*
 * Attack: Has a terminal of its own, and types into it, changes its line discipline, and opens its other end.
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
    char name[64] = "";
    ssize_t length = readlink("/proc/self/fd/0", name, sizeof name - 1);
    NOTE("the kernel calls it %.*s", (int)length, name);
    return verdict();
}
