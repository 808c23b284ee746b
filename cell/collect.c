#include "collect.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "disk.h"
#include "stage.h"
#include "sys.h"

enum {
    NAMES_MAX = 1 << 20,
    STEPS_AT_A_TIME = 512, /* then other cells have their turn */
};

static int open_found(int directory, const char *name, uint64_t flags)
{
    struct open_how how = {.flags = flags | O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, .resolve = stage_resolve()};

    return sys_openat2(directory, name, &how);
}

/* What a program can have done to a path counts as one more than is listed; the rest is ours to mend. ENOENT: somebody was
 * removed, and is not there to be listed. */
static int leave_out(struct collect *collect, int error, struct fault *fault)
{
    switch (error) {
    case ENOENT:
        return 0;
    case EACCES:
    case ELOOP:
    case ENAMETOOLONG:
    case ENOTDIR:
    case EPERM:
    case EXDEV:
        collect->left_out = true;
        return 0;
    default:
        return fault_set(fault, "LIST", error);
    }
}

static int push(struct collect *collect, int fd, size_t name_at, struct fault *fault)
{
    DIR *directory = fd < 0 ? NULL : fdopendir(fd);

    if (directory == NULL) {
        int error = errno;
        close_at_scope_end(&fd);
        return leave_out(collect, error, fault);
    }
    collect->directories[collect->depth] = directory;
    collect->name_at[collect->depth] = name_at;
    collect->depth++;
    return 0;
}

static void pop(struct collect *collect)
{
    closedir(collect->directories[--collect->depth]);
}

void collect_stop(struct collect *collect)
{
    while (collect->depth > 0)
        pop(collect);
    close_and_forget(&collect->fd);
    collect->kind = COLLECT_NOTHING;
}

int collect_list(struct collect *collect, int disk, uint32_t entries_max, struct fault *fault)
{
    collect->kind = COLLECT_LIST;
    collect->entries_left = entries_max;
    collect->names_left = NAMES_MAX;
    collect->left_out = false;
    int opened = push(collect, open_found(disk, DISK_WORK, O_DIRECTORY), 0, fault);
    if (opened < 0)
        collect_stop(collect); /* else it would be told to be empty */
    return opened;
}

static void list_end(struct collect *collect, struct outbox *outbox, bool truncated)
{
    report_end(outbox, truncated);
    collect_stop(collect);
}

static int list_found(struct collect *collect, const char *name, const struct stat *found, struct outbox *outbox,
                      struct fault *fault)
{
    DIR *directory = collect->directories[collect->depth - 1];
    size_t name_at = collect->name_at[collect->depth - 1];
    size_t length = strlen(name);

    memcpy(collect->path + name_at, name, length + 1);
    if (S_ISDIR(found->st_mode)) {
        if (collect->depth == PATH_DEPTH_MAX || name_at + length + 1 >= sizeof(collect->path))
            return leave_out(collect, ENAMETOOLONG, fault);
        collect->path[name_at + length] = '/';
        return push(collect, open_found(dirfd(directory), name, O_DIRECTORY), name_at + length + 1, fault);
    }
    if (S_ISREG(found->st_mode) && found->st_nlink == 1) {
        if (collect->entries_left-- == 0)
            list_end(collect, outbox, true);
        else
            report_entry(outbox, collect->path, (uint64_t)found->st_size, found->st_mode & 07777);
    }
    return 0;
}

/* One name of the innermost directory. */
static int list_step(struct collect *collect, struct outbox *outbox, struct fault *fault)
{
    struct stat found;

    if (collect->depth == 0) {
        list_end(collect, outbox, collect->left_out);
        return 0;
    }
    DIR *directory = collect->directories[collect->depth - 1];
    errno = 0;
    struct dirent *entry = readdir(directory);
    if (entry == NULL) {
        int error = errno;
        pop(collect);
        return error == 0 ? 0 : leave_out(collect, error, fault);
    }
    if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
        return 0;
    if (collect->names_left-- == 0) {
        list_end(collect, outbox, true);
        return 0;
    }
    if (collect->name_at[collect->depth - 1] + strlen(entry->d_name) >= sizeof(collect->path))
        return leave_out(collect, ENAMETOOLONG, fault);
    if (fstatat(dirfd(directory), entry->d_name, &found, AT_SYMLINK_NOFOLLOW) < 0)
        return leave_out(collect, errno, fault);
    return list_found(collect, entry->d_name, &found, outbox, fault);
}

void collect_fetch(struct collect *collect, int disk, const struct fetch *fetch, struct outbox *outbox)
{
    struct stat found;

    AUTOCLOSE int work = open_found(disk, DISK_WORK, O_DIRECTORY);
    AUTOCLOSE int fd = work < 0 ? -1 : open_found(work, fetch->path, 0);
    if (fd < 0 || fstat(fd, &found) < 0) {
        report_refused(outbox, errno);
    } else if (!S_ISREG(found.st_mode) || found.st_nlink != 1) {
        report_refused(outbox, EINVAL);
    } else if ((uint64_t)found.st_size > fetch->bytes_max) {
        report_refused(outbox, EFBIG);
    } else {
        report_file(outbox, (uint64_t)found.st_size);
        collect->kind = COLLECT_FILE;
        collect->fd = hand_on(&fd);
        collect->left_bytes = (uint64_t)found.st_size;
    }
}

static int file_step(struct collect *collect, struct outbox *outbox, struct fault *fault)
{
    uint64_t size = collect->left_bytes < FRAME_CHUNK_MAX ? collect->left_bytes : FRAME_CHUNK_MAX;

    if (size == 0) {
        list_end(collect, outbox, false);
        return 0;
    }
    long got = report_read(outbox, collect->fd, 0, size, size);
    if (got <= 0)
        return fault_set(fault, "FETCH", got < 0 ? errno : EIO);
    collect->left_bytes -= (uint64_t)got;
    return 0;
}

int collect_go_on(struct collect *collect, struct outbox *outbox, struct fault *fault)
{
    for (unsigned steps = 0; steps < STEPS_AT_A_TIME && outbox_room(outbox, FRAME_CHUNK_MAX); steps++) {
        if (collect->kind == COLLECT_NOTHING)
            break;
        int done =
            collect->kind == COLLECT_LIST ? list_step(collect, outbox, fault) : file_step(collect, outbox, fault);
        if (done < 0) {
            collect_stop(collect);
            return -1;
        }
    }
    return 0;
}
