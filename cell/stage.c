#include "stage.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "disk.h"
#include "sys.h"

uint64_t stage_resolve(void)
{
    return RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS | RESOLVE_NO_XDEV;
}

static int open_beneath(int directory, const char *path, uint64_t flags, uint64_t mode)
{
    struct open_how how = {.flags = flags | O_CLOEXEC | O_NOFOLLOW, .mode = mode, .resolve = stage_resolve()};

    return sys_openat2(directory, path, &how);
}

/* The directory that is to hold the file, made where it is missing; `*name` becomes the path's last name. */
static int open_parent(int disk, uid_t uid, const char *path, const char **name, struct fault *fault)
{
    AUTOCLOSE int at = open_beneath(disk, DISK_WORK, O_PATH | O_DIRECTORY, 0);

    if (at < 0)
        return fault_set(fault, "PUT", errno);
    for (size_t length = strcspn(path, "/"); path[length] != '\0'; length = strcspn(path, "/")) {
        char part[256];
        memcpy(part, path, length);
        part[length] = '\0';
        path += length + 1;
        bool made = mkdirat(at, part, 0755) == 0;
        int next = made || errno == EEXIST ? open_beneath(at, part, O_RDONLY | O_DIRECTORY, 0) : -1;
        if (next < 0 || (made && (fchown(next, uid, uid) < 0 || fchmod(next, 0755) < 0))) {
            fault_say(fault, "PUT", errno, "directory %.120s", part);
            close_and_forget(&next);
            return -1;
        }
        close_and_forget(&at);
        at = next;
    }
    *name = path;
    return hand_on(&at);
}

int stage_put(struct put_file *file, int disk, uid_t uid, const struct put *put, struct fault *fault)
{
    const char *name = NULL;

    AUTOCLOSE int parent = open_parent(disk, uid, put->path, &name, fault);
    if (parent < 0)
        return -1;
    AUTOCLOSE int fd = open_beneath(parent, name, O_WRONLY | O_CREAT | O_TRUNC, put->mode);
    if (fd < 0 || fchown(fd, uid, uid) < 0 || fchmod(fd, put->mode) < 0)
        return fault_say(fault, "PUT", errno, "%.150s", put->path);
    *file = (struct put_file){.fd = put->size_bytes > 0 ? hand_on(&fd) : -1, .left_bytes = put->size_bytes};
    return 0;
}

int stage_data(struct put_file *file, const uint8_t *bytes, size_t count, struct fault *fault)
{
    if (count > FRAME_CHUNK_MAX || count > file->left_bytes)
        return fault_say(fault, "DATA", EBADMSG, "more than was announced");
    if (write_all(file->fd, bytes, count) < 0)
        return fault_say(fault, "DATA", errno, "the files do not fit on the cell's disk");
    file->left_bytes -= count;
    if (file->left_bytes == 0)
        close_and_forget(&file->fd);
    return 0;
}
