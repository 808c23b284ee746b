/*
 * Attack: Reads the environment and the arguments for what the daemon or its starter had in theirs.
 * Row: T4.3
 * Promise: HELD
 * Without: none alone: nothing of the daemon's environment is ever copied
 * Class: any
 */
#define _GNU_SOURCE
#include <sys/auxv.h>

#include "probe.h"

extern char **environ;

int main(int argc, char **argv)
{
    CLAIM(environ[0] != NULL && strcmp(environ[0], "PROOF=escape") == 0 && environ[1] == NULL, "it begins with %s",
          environ[0] == NULL ? "nothing" : environ[0]);
    CLAIM(strcmp(text_of("/proc/self/environ"), "PROOF=escape") == 0, "the kernel shows %s",
          text_of("/proc/self/environ"));
    CLAIM(argc == 1 && strncmp(argv[0], "/work/", 6) == 0, "it is called %s with %d arguments", argv[0], argc - 1);
    CLAIM(strcmp(text_of("/proc/self/comm"), "environment\n") == 0, "the kernel calls it %s",
          text_of("/proc/self/comm"));
    CLAIM(getauxval(AT_SECURE) == 0, "it was started with more rights than its own");
    return verdict();
}
