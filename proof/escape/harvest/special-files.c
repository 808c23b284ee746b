/*
 * Attack: Leaves what blocks whoever opens it: a FIFO, a socket; and a directory under a file's name.
 * Row: T8.2
 * Promise: HELD
 * Lists: plain
 * Refuses: fifo socket directory plain/below
 * Without: none alone: the daemon opens without blocking and takes regular files alone
 * Class: any
 */
#include <sys/socket.h>
#include <sys/un.h>

#include "probe.h"

int main(void)
{
    struct sockaddr_un at = {.sun_family = AF_UNIX, .sun_path = "socket"};
    CLAIM(mkfifo("fifo", 0666) == 0, "no FIFO");
    CLAIM(bind(socket(AF_UNIX, SOCK_STREAM, 0), (struct sockaddr *)&at, sizeof at) == 0, "no socket");
    CLAIM(mkdir("directory", 0777) == 0, "no directory");
    int plain = open("plain", O_CREAT | O_WRONLY | O_CLOEXEC, 0644);
    CLAIM(write(plain, "planted", 7) == 7, "no file");
    return verdict();
}
