/*
 * Attack: Ends in the middle of a character, with bytes that are no text before it, to break whoever decodes its output.
 * Row: T7.6
 * Promise: HELD
 * Without: none alone: the daemon hands on bytes
 * Class: any
 */
#include "probe.h"

int main(void)
{
    static const char bytes[] = "\xff\xfe\x00\xed\xa0\x80\nHELD\n\xe2\x82";
    return write(1, bytes, sizeof bytes - 1) == sizeof bytes - 1 ? 0 : 1;
}
