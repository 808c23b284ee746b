/*
 * Attack: Takes memory until somebody stops it.
 * Row: T7.1
 * Promise: memory_exceeded
 * Without: memory
 * Class: any
 * Limits: memory=32M
 */
#define _GNU_SOURCE
#include "probe.h"

enum { MEGABYTES = 96 }; /* three times the limit; then it gives up, for the sake of the host */

int main(void)
{
    for (int i = 0; i < MEGABYTES; i++)
        memset(malloc(1 << 20), 1, 1 << 20);
    OPENED("%d MiB could be had", MEGABYTES);
    return verdict();
}
