/*
 * Attack: Computes for ever.
 * Row: T7.2
 * Promise: cpu_exceeded
 * Without: cpu
 * Class: any
 * Limits: cpu=300ms wall=5s
 */
#include "probe.h"

int main(void)
{
    for (volatile unsigned long i = 0;; i++)
        ;
}
