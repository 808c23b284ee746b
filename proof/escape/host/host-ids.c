/*
 * Attack: Reads what identifies the machine for good: machine-id, boot id, serial numbers, addresses, command line.
 * Row: T4.2
 * Promise: HELD
 * Without: proc-machine
 * Class: any
 */
#define _GNU_SOURCE
#include "probe.h"

int main(void)
{
    static const char *const places[] = {
        "/etc/machine-id",
        "/var/lib/dbus/machine-id",
        "/proc/sys/kernel/random/boot_id",
        "/sys/class/dmi/id/product_uuid",
        "/sys/class/dmi/id/board_serial",
        "/sys/class/net/eth0/address",
        "/proc/cmdline",
        "/proc/device-tree",
        "/etc/ssh/ssh_host_rsa_key",
        "/var/lib/cloud/instance",
        "/run/cloud-init",
        "/proc/sys/kernel/random/uuid",
    };
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        REFUSED(places[i], access(places[i], F_OK), ENOENT, EACCES);
    return verdict();
}
