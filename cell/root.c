#include "root.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "disk.h"
#include "proc.h"
#include "sys.h"

/* Where the root is put together, in the keeper's own mount namespace: over the one host directory no layer is from. */
static const char assembly[] = "/proc";

int root_make_private(struct fault *fault)
{
    if (unshare(CLONE_NEWNS) < 0)
        return fault_set(fault, "unshare(NEWNS) of the keeper", errno);
    /* Else each mount of a cell would spread to the host and to its neighbours. */
    if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0)
        return fault_set(fault, "mount(MS_PRIVATE)", errno);
    return 0;
}

static int open_in_root(int root, const char *path, uint64_t flags)
{
    struct open_how how = {.flags = flags | O_CLOEXEC, .resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS};

    return sys_openat2(root, path, &how);
}

/* A descriptor of the mount point at `path`; made, with directories on the way, where the root is our own tmpfs. */
static int mount_point(int root, const char *path, mode_t kind, struct fault *fault)
{
    char part[4096];

    if (strlen(path) >= sizeof(part))
        return fault_set(fault, "mount point", ENAMETOOLONG);
    for (const char *end = path + 1;; end++) {
        end += strcspn(end, "/");
        memcpy(part, path, (size_t)(end - path));
        part[end - path] = '\0';
        AUTOCLOSE int found = open_in_root(root, part, O_PATH);
        if (found < 0 && errno == ENOENT) {
            char *name = strrchr(part, '/');
            *name = '\0';
            AUTOCLOSE int parent = open_in_root(root, part[0] == '\0' ? "/" : part, O_PATH | O_DIRECTORY);
            bool is_file = *end == '\0' && kind == S_IFREG;
            if (parent < 0 ||
                (is_file ? mknodat(parent, name + 1, S_IFREG | 0444, 0) : mkdirat(parent, name + 1, 0755)) < 0)
                return fault_say(fault, "mount point", errno, "%.150s", path);
            *name = '/';
            found = open_in_root(root, part, O_PATH);
        }
        if (found < 0)
            return fault_say(fault, "mount point", errno, "%.150s", path);
        if (*end == '\0')
            return hand_on(&found);
    }
}

/* Without AT_RECURSIVE: no mount below the layer comes along unseen. */
static int bind_at(int from, const char *name, int root, const char *path, struct fault *fault)
{
    struct stat kind;

    AUTOCLOSE int tree = open_tree(from, name, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC);
    if (tree < 0 || fstat(tree, &kind) < 0)
        return fault_say(fault, "layer", errno, "%.150s", name);
    AUTOCLOSE int point = mount_point(root, path, kind.st_mode & S_IFMT, fault);
    if (point < 0)
        return -1;
    if (move_mount(tree, "", point, "", MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH) < 0)
        return fault_say(fault, "layer", errno, "%.150s", path);
    return 0;
}

/* A layer at / is shown entry by entry, so that / itself stays ours and every mount point can be made in it. */
static int spread_layer(const char *host, int root, struct fault *fault)
{
    static const char *const ours[] = {".", "..", "proc", "sys", "dev", "tmp", "work", "cell", "run"};
    int result = 0;

    DIR *directory = opendir(host);
    if (directory == NULL)
        return fault_say(fault, "layer", errno, "%.150s", host);
    for (struct dirent *entry = readdir(directory); result == 0 && entry != NULL; entry = readdir(directory)) {
        char path[300], target[4096];
        bool skipped = false;
        for (unsigned i = 0; i < sizeof(ours) / sizeof(ours[0]); i++)
            skipped |= strcmp(entry->d_name, ours[i]) == 0;
        if (skipped)
            continue;
        snprintf(path, sizeof(path), "/%s", entry->d_name);
        ssize_t length = readlinkat(dirfd(directory), entry->d_name, target, sizeof(target) - 1);
        if (length < 0) {
            result = bind_at(dirfd(directory), entry->d_name, root, path, fault);
        } else {
            target[length] = '\0';
            if (symlinkat(target, root, entry->d_name) < 0)
                result = fault_say(fault, "layer", errno, "%.150s", path);
        }
    }
    closedir(directory);
    return result;
}

static int make_devices(int root, struct fault *fault)
{
    static const struct {
        const char *name;
        unsigned minor;
    } devices[] = {{"null", 3}, {"zero", 5}, {"full", 7}, {"random", 8}, {"urandom", 9}};
    static const char *const links[][2] = {{"/proc/self/fd", "fd"},
                                           {"/proc/self/fd/0", "stdin"},
                                           {"/proc/self/fd/1", "stdout"},
                                           {"/proc/self/fd/2", "stderr"}};

    AUTOCLOSE int point = mount_point(root, "/dev", S_IFDIR, fault);
    if (point < 0)
        return -1;
    AUTOCLOSE int context = fsopen("tmpfs", FSOPEN_CLOEXEC);
    if (context < 0 || fsconfig(context, FSCONFIG_SET_STRING, "mode", "0755", 0) < 0 ||
        fsconfig(context, FSCONFIG_SET_STRING, "size", "65536", 0) < 0 ||
        fsconfig(context, FSCONFIG_CMD_CREATE, NULL, NULL, 0) < 0)
        return fault_set(fault, "tmpfs of /dev", errno);
    AUTOCLOSE int tree = fsmount(context, FSMOUNT_CLOEXEC, 0);
    if (tree < 0 || mkdirat(tree, "shm", 0755) < 0)
        return fault_set(fault, "tmpfs of /dev", errno);
    for (unsigned i = 0; i < sizeof(devices) / sizeof(devices[0]); i++)
        if (mknodat(tree, devices[i].name, S_IFCHR | 0666, makedev(1, devices[i].minor)) < 0)
            return fault_say(fault, "device", errno, "%s", devices[i].name);
    for (unsigned i = 0; i < sizeof(links) / sizeof(links[0]); i++)
        if (symlinkat(links[i][0], tree, links[i][1]) < 0)
            return fault_say(fault, "device", errno, "%s", links[i][1]);
    /* Read-only too: 0666 nodes would let anybody set times on inodes that all cells share. */
    struct mount_attr attributes = {.attr_set = root_read_only() | root_no_suid() | MOUNT_ATTR_NOEXEC};
    if (mount_setattr(tree, "", AT_EMPTY_PATH, &attributes, sizeof(attributes)) < 0 ||
        move_mount(tree, "", point, "", MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH) < 0)
        return fault_set(fault, "mount of /dev", errno);
    return 0;
}

int root_build(const struct root_config *root, struct fault *fault)
{
    static const char *const points[] = {DISK_MOUNT, WORK_MOUNT, TMP_MOUNT, "/proc", "/dev", EMPTY_DIRECTORY};
    struct mount_attr attributes = {.attr_set = root_read_only() | root_no_suid() | root_no_devices()};
    int result = 0;

    umask(0);
    if (mount("freehold", assembly, "tmpfs", 0, "mode=0755,size=1m") < 0)
        return fault_set(fault, "tmpfs of the root", errno);
    AUTOCLOSE int at = open(assembly, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (at < 0)
        return fault_set(fault, "tmpfs of the root", errno);
    for (unsigned i = 0; result == 0 && i < root->layers_count; i++) {
        const struct layer *layer = &root->layers[i];
        result = strcmp(layer->cell, "/") == 0 ? spread_layer(layer->host, at, fault)
                                               : bind_at(AT_FDCWD, layer->host, at, layer->cell, fault);
    }
    for (unsigned i = 0; result == 0 && i < sizeof(points) / sizeof(points[0]); i++) {
        AUTOCLOSE int point = mount_point(at, points[i], S_IFDIR, fault);
        result = point < 0 ? -1 : 0;
    }
    if (result < 0)
        return -1;
    /* Not by MS_REMOUNT, which does not recurse: the classic hole. */
    if (mount_setattr(at, "", AT_EMPTY_PATH | AT_RECURSIVE, &attributes, sizeof(attributes)) < 0)
        return fault_set(fault, "mount_setattr", errno);
    return make_devices(at, fault);
}

int root_enter(struct fault *fault)
{
    if (chdir(assembly) < 0 || sys_pivot_root(".", ".") < 0)
        return fault_set(fault, "pivot_root", errno);
    /* The old root lies over the new one until here; now the host's tree is gone, not hidden. */
    if (umount2(".", MNT_DETACH) < 0 || chdir("/") < 0)
        return fault_set(fault, "umount of the host's tree", errno);
    return 0;
}

/* One line of mountinfo: "id parent dev root point options [optional fields] - type source super". */
static int verify_mount(char *line, struct fault *fault)
{
    char *fields[6];
    char *rest = line;

    for (unsigned i = 0; i < 6; i++)
        if ((fields[i] = strsep(&rest, " ")) == NULL)
            return fault_say(fault, "mountinfo", EINVAL, "not understood");
    char *end = rest == NULL ? NULL : strstr(rest, "- ");
    if (end == NULL)
        return fault_say(fault, "mountinfo", EINVAL, "not understood");
    *end = '\0';
    bool is_device = strcmp(fields[4], "/dev") == 0;
    if (strstr(rest, "shared:") != NULL || strstr(rest, "master:") != NULL)
        return fault_say(fault, "mountinfo", EPERM, "%.100s is shared with other namespaces", fields[4]);
    if (strncmp(fields[5], "ro,", 3) != 0 || strstr(fields[5], "nosuid") == NULL ||
        (!is_device && strstr(fields[5], "nodev") == NULL))
        return fault_say(fault, "mountinfo", EPERM, "%.100s is not read-only, nosuid and nodev", fields[4]);
    return 0;
}

int root_verify(int proc, pid_t keeper, struct fault *fault)
{
    char path[40];
    char line[8192];
    int result = 0;

    snprintf(path, sizeof(path), "%d/mountinfo", keeper);
    int fd = openat(proc, path, O_RDONLY | O_CLOEXEC);
    FILE *mounts = fd < 0 ? NULL : fdopen(fd, "r");
    if (mounts == NULL)
        return fault_set(fault, "mountinfo", errno);
    while (result == 0 && fgets(line, sizeof(line), mounts) != NULL)
        result = verify_mount(line, fault);
    fclose(mounts);
    return result;
}

uint64_t root_read_only(void)
{
    return MOUNT_ATTR_RDONLY;
}

uint64_t root_no_suid(void)
{
    return MOUNT_ATTR_NOSUID;
}

uint64_t root_no_devices(void)
{
    return MOUNT_ATTR_NODEV;
}
