/*
 * Attack: Looks for a network card, a route, a neighbour or a counter of the host.
 * Row: T5.1
 * Promise: HELD
 * Without: namespace-network
 * Class: any
 */
#define _GNU_SOURCE
#include "probe.h"

static int lines_of(const char *path)
{
    int lines = 0;
    for (char *text = text_of(path); *text != 0; text++)
        lines += *text == '\n';
    return lines;
}

int main(void)
{
    int devices = lines_of("/proc/self/net/dev") - 2;
    NOTE("%d devices: %s", devices,
         devices == 1 && strstr(text_of("/proc/self/net/dev"), "lo:") != NULL ? "lo alone" : "");
    CLAIM(devices <= 0 || (devices == 1 && strstr(text_of("/proc/self/net/dev"), "lo:") != NULL),
          "more devices than lo");
    CLAIM(lines_of("/proc/self/net/route") <= 1, "a route");
    CLAIM(lines_of("/proc/self/net/arp") <= 1, "a neighbour");
    CLAIM(lines_of("/proc/self/net/tcp") <= 1, "somebody's connections");
    CLAIM(lines_of("/proc/self/net/unix") <= 1, "somebody's sockets");
    return verdict();
}
