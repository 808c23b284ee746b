/*
 * Attack: Sends packets it has made itself: raw, ping, and by link layer.
 * Row: T5.2
 * Promise: HELD
 * Without: none alone: the filter and the empty capability sets each hold
 * Class: any
 */
#define _GNU_SOURCE
#include <netinet/in.h>
#include <sys/socket.h>

#include "probe.h"

#define NONE EAFNOSUPPORT, EPERM, EACCES

int main(void)
{
    REFUSED("raw", socket(AF_INET, SOCK_RAW, IPPROTO_RAW), NONE);
    REFUSED("ping", socket(AF_INET, SOCK_DGRAM, IPPROTO_ICMP), NONE);
    REFUSED("link layer", socket(AF_PACKET, SOCK_RAW, 0), NONE);
    REFUSED("link layer, old", socket(AF_INET, SOCK_PACKET, 0), NONE);
    return verdict();
}
