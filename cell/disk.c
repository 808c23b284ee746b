#include "disk.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sys.h"

static bool knows_huge;   /* without it no page of the cell can be a huge one anyway */
static bool knows_noswap; /* from 6.4; before, memory.swap.max and memsw keep the cell's pages out of swap */

static int configure(int context, const char *key, const char *value)
{
    return fsconfig(context, value == NULL ? FSCONFIG_SET_FLAG : FSCONFIG_SET_STRING, key, value, 0);
}

int disk_probe(struct fault *fault)
{
    AUTOCLOSE int context = fsopen("tmpfs", FSOPEN_CLOEXEC);

    if (context < 0)
        return fault_say(fault, "fsopen(tmpfs)", errno, "this kernel cannot make file systems by descriptor");
    knows_huge = configure(context, "huge", "never") == 0;
    knows_noswap = configure(context, "noswap", NULL) == 0;
    return 0;
}

static int make_directory(int disk, const char *name, mode_t mode, uid_t uid)
{
    return mkdirat(disk, name, mode) < 0 || fchownat(disk, name, uid, uid, AT_SYMLINK_NOFOLLOW) < 0 ||
                   fchmodat(disk, name, mode, 0) < 0
               ? -1
               : 0;
}

int disk_make(const struct root_config *root, uint64_t bytes, uint32_t inodes, uid_t uid, struct fault *fault)
{
    static const char step[] = "tmpfs of the cell";
    char size[24], count[24], name[16];

    /* Our own directories do not count: the tmpfs, three of them, and for each cache one, its work directory and what
     * overlay makes in that. */
    snprintf(size, sizeof(size), "%llu", (unsigned long long)bytes);
    snprintf(count, sizeof(count), "%llu", (unsigned long long)inodes + 4 + 3ull * root->layers_count);
    AUTOCLOSE int context = fsopen("tmpfs", FSOPEN_CLOEXEC);
    if (context < 0 || configure(context, "size", size) < 0 || configure(context, "nr_inodes", count) < 0 ||
        configure(context, "mode", "0700") < 0 || (knows_huge && configure(context, "huge", "never") < 0) ||
        (knows_noswap && configure(context, "noswap", NULL) < 0) ||
        fsconfig(context, FSCONFIG_CMD_CREATE, NULL, NULL, 0) < 0)
        return fault_set(fault, step, errno);
    AUTOCLOSE int disk = fsmount(context, FSMOUNT_CLOEXEC, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV);
    if (disk < 0 || make_directory(disk, DISK_WORK, 0700, uid) < 0 || make_directory(disk, "tmp", 01777, uid) < 0 ||
        make_directory(disk, "shm", 01777, uid) < 0)
        return fault_set(fault, step, errno);
    for (unsigned i = 0; i < root->layers_count; i++) {
        if (root->layers[i].kind != LAYER_CACHE)
            continue;
        snprintf(name, sizeof(name), "upper-%u", i);
        if (make_directory(disk, name, 0700, uid) < 0)
            return fault_set(fault, step, errno);
        snprintf(name, sizeof(name), "copy-%u", i);
        if (make_directory(disk, name, 0700, 0) < 0)
            return fault_set(fault, step, errno);
    }
    return hand_on(&disk);
}

static int show_directory(const char *from, const char *to, uint64_t attributes, struct fault *fault)
{
    struct mount_attr attribute = {.attr_set = attributes};

    AUTOCLOSE int tree = open_tree(AT_FDCWD, from, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC);
    if (tree < 0)
        return fault_say(fault, "open_tree", errno, "%s", from);
    if (attributes != 0 && mount_setattr(tree, "", AT_EMPTY_PATH, &attribute, sizeof(attribute)) < 0)
        return fault_say(fault, "mount_setattr", errno, "%s", to);
    if (move_mount(tree, "", AT_FDCWD, to, MOVE_MOUNT_F_EMPTY_PATH) < 0)
        return fault_say(fault, "move_mount", errno, "%s", to);
    return 0;
}

int disk_mount(int disk, struct fault *fault)
{
    /* The whole first: part of a tree that is mounted nowhere in this namespace cannot be cloned on most kernels. */
    if (move_mount(disk, "", AT_FDCWD, DISK_MOUNT, MOVE_MOUNT_F_EMPTY_PATH) < 0)
        return fault_set(fault, "move_mount", errno);
    if (show_directory(DISK_MOUNT "/" DISK_WORK, WORK_MOUNT, 0, fault) < 0 ||
        show_directory(DISK_MOUNT "/tmp", TMP_MOUNT, 0, fault) < 0)
        return -1;
    return show_directory(DISK_MOUNT "/shm", SHM_MOUNT, MOUNT_ATTR_NOEXEC, fault);
}

int disk_mount_caches(const struct root_config *root, struct fault *fault)
{
    for (unsigned i = 0; i < root->layers_count; i++) {
        const struct layer *layer = &root->layers[i];
        char upper[40], work[40];
        if (layer->kind != LAYER_CACHE)
            continue;
        snprintf(upper, sizeof(upper), DISK_MOUNT "/upper-%u", i);
        snprintf(work, sizeof(work), DISK_MOUNT "/copy-%u", i);
        AUTOCLOSE int context = fsopen("overlay", FSOPEN_CLOEXEC);
        if (context < 0 || configure(context, "lowerdir", layer->cell) < 0 ||
            configure(context, "upperdir", upper) < 0 || configure(context, "workdir", work) < 0 ||
            fsconfig(context, FSCONFIG_CMD_CREATE, NULL, NULL, 0) < 0)
            return fault_say(fault, "overlay", errno, "%.150s", layer->cell);
        AUTOCLOSE int tree = fsmount(context, FSMOUNT_CLOEXEC, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV);
        if (tree < 0 || move_mount(tree, "", AT_FDCWD, layer->cell, MOVE_MOUNT_F_EMPTY_PATH) < 0)
            return fault_say(fault, "overlay", errno, "%.150s", layer->cell);
    }
    return 0;
}

const char *const *disk_writable(const struct root_config *root)
{
    static const char *paths[ROOT_LAYERS_MAX + 5];
    unsigned count = 0;

    paths[count++] = WORK_MOUNT;
    paths[count++] = TMP_MOUNT;
    paths[count++] = SHM_MOUNT;
    for (unsigned i = 0; i < root->layers_count; i++)
        if (root->layers[i].kind == LAYER_CACHE)
            paths[count++] = root->layers[i].cell;
    paths[count] = NULL;
    return paths;
}
