/*
 * Attack: Plants symbolic links for whoever collects its files: to the host's files, out of its directory, through itself.
 * Row: T8.1
 * Promise: HELD
 * Lists: plain
 * Refuses: passwd up through/passwd to-dir/hosts magic loop
 * Without: resolve
 * Class: any
 */
#include "probe.h"

int main(void)
{
    CLAIM(symlink("/etc/passwd", "passwd") == 0, "no link");
    CLAIM(symlink("../../../../../../etc/passwd", "up") == 0, "no link");
    CLAIM(symlink("/etc", "through") == 0, "no link");
    CLAIM(symlink(".", "to-dir") == 0, "no link");
    CLAIM(symlink("/proc/self/environ", "magic") == 0, "no link");
    CLAIM(symlink("loop", "loop") == 0, "no link");
    int plain = open("plain", O_CREAT | O_WRONLY | O_CLOEXEC, 0644);
    CLAIM(write(plain, "planted", 7) == 7, "no file");
    return verdict();
}
