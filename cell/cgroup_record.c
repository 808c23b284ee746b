#include "cgroup_record.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "cgroup_tree.h"

enum { RECORD_PATH_BYTES = 64, RECORD_LINES_MAX = 16 };

static const char RUN[] = "/run/freehold";

static void path_of(unsigned slot, char path[RECORD_PATH_BYTES])
{
    snprintf(path, RECORD_PATH_BYTES, "%s/slot-%u.groups", RUN, slot);
}

static bool is_cgroup(int dir)
{
    struct statfs kind;
    return fstatfs(dir, &kind) == 0 && (kind.f_type == CGROUP_SUPER_MAGIC || kind.f_type == CGROUP2_SUPER_MAGIC);
}

static int clear_in(const char *parent, unsigned slot, struct fault *fault)
{
    char name[32];
    snprintf(name, sizeof name, "freehold-%u", slot);
    int dir = tree_open(AT_FDCWD, parent);
    if (dir < 0) /* gone, and what was in it with it */
        return errno == ENOENT ? 0 : fault_say(fault, "cgroup: open what was left", errno, "%.100s", parent);
    int cleared = is_cgroup(dir) ? tree_clear(dir, name, fault) : 0;
    snprintf(name, sizeof name, "freehold-%u-daemon", slot);
    unlinkat(dir, name, AT_REMOVEDIR); /* stays as long as somebody is in it */
    close(dir);
    return cleared;
}

int record_clear(unsigned slot, struct fault *fault)
{
    char path[RECORD_PATH_BYTES];
    path_of(slot, path);
    int fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        return errno == ENOENT ? 0 : fault_set(fault, "cgroup: open the slot's record", errno);
    struct stat state;
    FILE *record =
        fstat(fd, &state) == 0 && S_ISREG(state.st_mode) && state.st_uid == geteuid() ? fdopen(fd, "r") : NULL;
    if (record == NULL) {
        close(fd);
        return fault_set(fault, "cgroup: the slot's record is not ours", EPERM);
    }
    char *line = NULL;
    size_t size = 0;
    int cleared = 0;
    for (int lines = 0; cleared == 0 && lines < RECORD_LINES_MAX && getline(&line, &size, record) > 0; lines++) {
        line[strcspn(line, "\n")] = '\0';
        if (line[0] == '/' && strstr(line, "/..") == NULL)
            cleared = clear_in(line, slot, fault);
    }
    free(line);
    fclose(record);
    return cleared;
}

int record_write(unsigned slot, const char *const paths[], struct fault *fault)
{
    char path[RECORD_PATH_BYTES];
    path_of(slot, path);
    if (mkdir(RUN, 0755) < 0 && errno != EEXIST)
        return fault_say(fault, "cgroup: make the run directory", errno, "%s", RUN);
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
    FILE *record = fd < 0 ? NULL : fdopen(fd, "w");
    if (record == NULL)
        return fault_say(fault, "cgroup: write the slot's record", errno, "%s", path);
    for (size_t i = 0; paths[i] != NULL; i++)
        fprintf(record, "%s\n", paths[i]);
    bool failed = ferror(record) != 0;
    if (fclose(record) != 0 || failed)
        return fault_say(fault, "cgroup: write the slot's record", EIO, "%s", path);
    return 0;
}

void record_remove(unsigned slot)
{
    char path[RECORD_PATH_BYTES];
    path_of(slot, path);
    unlink(path);
}
