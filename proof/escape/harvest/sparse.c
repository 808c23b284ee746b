/*
 * Attack: Leaves a file of a tebibyte that takes no space, for whoever reads it to the end.
 * Row: T8.3
 * Promise: HELD
 * Refuses: endless
 * Within: 3000 ms
 * Without: none alone: the daemon asks for the size first
 * Class: any
 * Limits: file=1T
 */
#include "probe.h"

int main(void)
{
    int fd = open("endless", O_CREAT | O_WRONLY | O_CLOEXEC, 0644);
    CLAIM(fd >= 0 && ftruncate(fd, (off_t)1 << 40) == 0, "cannot make it: %s", strerror(errno));
    return verdict();
}
