/*
 * Attack: Reads from its own /proc entries where the kernel lies, and which physical pages it has.
 * Row: T3.8
 * Promise: HELD
 * Without: none alone: the kernel gives these to a capability alone
 * Class: any
 */
#define _GNU_SOURCE
#include "probe.h"

int main(void)
{
    static const char *const entries[] = {"stack", "syscall", "wchan", "stat", "timers", "mountstats"};
    for (size_t i = 0; i < sizeof entries / sizeof *entries; i++) {
        char path[64];
        snprintf(path, sizeof path, "/proc/self/%s", entries[i]);
        /* With what comes before them: the digits alone may be within an address or a count of ours. */
        CLAIM(strstr(text_of(path), "0xffff8") == NULL && strstr(text_of(path), "0xffffffff") == NULL &&
                  strstr(text_of(path), "<ffff") == NULL,
              "%s has addresses of the kernel", path);
    }
    uint64_t page = 0, frame = 0;
    int map = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
    if (map >= 0 && pread(map, &page, 8, (off_t)((uintptr_t)&page / 4096 * 8)) == 8)
        frame = page & ((1ULL << 55) - 1);
    CLAIM(frame == 0, "it lies in page frame %llu", (unsigned long long)frame);
    return verdict();
}
