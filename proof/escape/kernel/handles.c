/*
 * Attack: Opens a file by its handle (shocker): the inode number is enough, no path and no root is asked.
 * Row: T1.3
 * Promise: forbidden open_by_handle_at
 * Without: none alone: the filter and the empty capability sets each hold
 * Class: any
 */
#define _GNU_SOURCE
#include "probe.h"

int main(void)
{
    union {
        struct file_handle handle;
        char space[sizeof(struct file_handle) + 8];
    } at = {.handle = {.handle_bytes = 8, .handle_type = 1}};

    memcpy(at.handle.f_handle, (uint32_t[]){2, 0}, 8); /* inode 2: the root of most file systems */
    int root = open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    REFUSED("open_by_handle_at", open_by_handle_at(root, &at.handle, O_RDONLY), EPERM);
    return verdict();
}
