/*
 * Attack: Reads files of the runtime that belong to root and are for root alone.
 * Row: T2.2
 * Promise: HELD
 * Without: none alone: the other user and the empty capability sets each hold
 * Class: any
 */
#define _GNU_SOURCE
#include "probe.h"

int main(void)
{
    REFUSED("read root's file", open("/secret", O_RDONLY | O_CLOEXEC), EACCES);
    REFUSED("enter root's directory", open("/secrets/within", O_RDONLY | O_CLOEXEC), EACCES);
    REFUSED("list root's directory", open("/secrets", O_RDONLY | O_DIRECTORY | O_CLOEXEC), EACCES);
    CLAIM(access("/shared", R_OK) == 0, "the harness has planted nothing");
    return verdict();
}
