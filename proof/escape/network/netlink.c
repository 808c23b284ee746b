/*
 * Attack: Talks to the kernel by netlink: routes, firewall, audit, device events, IPsec.
 * Row: T5.3
 * Promise: HELD
 * Without: seccomp
 * Class: any
 */
#define _GNU_SOURCE
#include <linux/netlink.h>
#include <sys/socket.h>

#include "probe.h"

int main(void)
{
    static const int protocols[] = {NETLINK_ROUTE,     NETLINK_SOCK_DIAG,      NETLINK_XFRM,    NETLINK_AUDIT,
                                    NETLINK_NETFILTER, NETLINK_KOBJECT_UEVENT, NETLINK_GENERIC, NETLINK_CRYPTO};
    for (size_t i = 0; i < sizeof protocols / sizeof *protocols; i++) {
        char what[64];
        snprintf(what, sizeof what, "netlink %d", protocols[i]);
        REFUSED(what, socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, protocols[i]), EAFNOSUPPORT, EPERM);
    }
    return verdict();
}
