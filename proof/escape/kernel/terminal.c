/*
 * Attack: Types into a terminal that somebody else reads (TIOCSTI, TIOCLINUX), also with bits set that the kernel ignores.
 * Row: T1.6
 * Promise: HELD
 * Without: none alone: no terminal is there, and the filter refuses both commands
 * Class: any
 */
#define _GNU_SOURCE
#include <sys/ioctl.h>
#include <termios.h>

#include "probe.h"

int main(void)
{
    char letter = '#', paste = 3;
    for (int fd = 0; fd <= 2; fd++) {
        CLAIM(!isatty(fd), "descriptor %d is a terminal", fd);
        REFUSED("TIOCSTI", ioctl(fd, TIOCSTI, &letter), EPERM);
        REFUSED("TIOCSTI, high bits set", syscall(SYS_ioctl, fd, TIOCSTI | (1UL << 35), &letter), EPERM);
        REFUSED("TIOCLINUX", ioctl(fd, TIOCLINUX, &paste), EPERM);
    }
    REFUSED("/dev/tty", open("/dev/tty", O_RDWR | O_CLOEXEC), ENOENT);
    REFUSED("/dev/console", open("/dev/console", O_RDWR | O_CLOEXEC), ENOENT);
    REFUSED("/dev/ptmx", open("/dev/ptmx", O_RDWR | O_CLOEXEC), ENOENT);
    REFUSED("/dev/tty0", open("/dev/tty0", O_RDWR | O_CLOEXEC), ENOENT);
    return verdict();
}
