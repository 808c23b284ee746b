#include "terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <termios.h>
#include <unistd.h>

#include "sys.h"

int terminal_open(uid_t uid, uint16_t rows, uint16_t columns, int *slave, struct fault *fault)
{
    static const char step[] = "terminal";
    const struct winsize size = {.ws_row = rows, .ws_col = columns};
    const int unlocked = 0;

    AUTOCLOSE int context = fsopen("devpts", FSOPEN_CLOEXEC);
    if (context < 0 || fsconfig(context, FSCONFIG_SET_STRING, "ptmxmode", "0600", 0) < 0 ||
        fsconfig(context, FSCONFIG_CMD_CREATE, NULL, NULL, 0) < 0)
        return fault_set(fault, step, errno);
    AUTOCLOSE int instance = fsmount(context, FSMOUNT_CLOEXEC, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC);
    if (instance < 0)
        return fault_set(fault, step, errno);
    AUTOCLOSE int master = openat(instance, "ptmx", O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (master < 0 || ioctl(master, TIOCSPTLCK, &unlocked) < 0 || ioctl(master, TIOCSWINSZ, &size) < 0)
        return fault_set(fault, step, errno);
    AUTOCLOSE int peer = ioctl(master, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (peer < 0 || fchown(peer, uid, uid) < 0)
        return fault_set(fault, step, errno);
    *slave = hand_on(&peer);
    return hand_on(&master);
}
