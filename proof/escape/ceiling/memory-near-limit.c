/*
 * Attack: None: an honest program that uses three quarters of its memory must not be ended.
 * Row: T7.1
 * Promise: HELD
 * Without: none alone: a control, for a limit that is too tight would pass all tests of this folder
 * Class: any
 * Limits: memory=32M
 */
#define _GNU_SOURCE
#include "probe.h"

int main(void)
{
    char *all = malloc(24 << 20);
    CLAIM(all != NULL, "no memory");
    memset(all, 1, 24 << 20);
    CLAIM(all[12 << 20] == 1, "memory forgets");
    return verdict();
}
