/*
 * Attack: Learns the handles of shared files, which name inodes of the host.
 * Row: T1.3
 * Promise: HELD
 * Without: seccomp
 * Class: any
 */
#define _GNU_SOURCE
#include "probe.h"

int main(void)
{
    union {
        struct file_handle handle;
        char space[sizeof(struct file_handle) + 128];
    } at = {.handle = {.handle_bytes = 128}};
    int mount_id;
    REFUSED("handle of the root", name_to_handle_at(AT_FDCWD, "/", &at.handle, &mount_id, 0), EPERM);
    at.handle.handle_bytes = 128;
    REFUSED("handle of the work directory", name_to_handle_at(AT_FDCWD, "/work", &at.handle, &mount_id, 0), EPERM);
    return verdict();
}
