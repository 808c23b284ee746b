#include "proc.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <sys/mount.h>

#include "sys.h"

int proc_hide_others(int context)
{
    return fsconfig(context, FSCONFIG_SET_STRING, "hidepid", "invisible", 0);
}

int proc_hide_machine(int context)
{
    return fsconfig(context, FSCONFIG_SET_STRING, "subset", "pid", 0);
}

int proc_mask(struct fault *fault)
{
    static const struct {
        const char *path;
        const char *cover; /* NULL: seen, but read-only */
    } masks[] = {
        {"/proc/sys", NULL},
        {"/proc/acpi", EMPTY_DIRECTORY},
        {"/proc/asound", EMPTY_DIRECTORY},
        {"/proc/bus", EMPTY_DIRECTORY},
        {"/proc/driver", EMPTY_DIRECTORY},
        {"/proc/dynamic_debug", EMPTY_DIRECTORY},
        {"/proc/fs", EMPTY_DIRECTORY},
        {"/proc/irq", EMPTY_DIRECTORY},
        {"/proc/pressure", EMPTY_DIRECTORY},
        {"/proc/scsi", EMPTY_DIRECTORY},
        {"/proc/sys/fs/binfmt_misc", EMPTY_DIRECTORY},
        {"/proc/sysvipc", EMPTY_DIRECTORY},
        {"/proc/tty", EMPTY_DIRECTORY},
        {"/proc/sys/kernel/random/boot_id", "/dev/null"}, /* with the command line it tells one host from all others */
        {"/proc/buddyinfo", "/dev/null"},
        {"/proc/cmdline", "/dev/null"},
        {"/proc/config.gz", "/dev/null"},
        {"/proc/interrupts", "/dev/null"},
        {"/proc/kallsyms", "/dev/null"},
        {"/proc/kcore", "/dev/null"},
        {"/proc/key-users", "/dev/null"},
        {"/proc/keys", "/dev/null"},
        {"/proc/kmsg", "/dev/null"},
        {"/proc/kpagecgroup", "/dev/null"},
        {"/proc/kpagecount", "/dev/null"},
        {"/proc/kpageflags", "/dev/null"},
        {"/proc/latency_stats", "/dev/null"},
        {"/proc/modules", "/dev/null"},
        {"/proc/pagetypeinfo", "/dev/null"},
        {"/proc/sched_debug", "/dev/null"},
        {"/proc/slabinfo", "/dev/null"},
        {"/proc/softirqs", "/dev/null"},
        {"/proc/sysrq-trigger", "/dev/null"},
        {"/proc/timer_list", "/dev/null"},
        {"/proc/vmallocinfo", "/dev/null"},
        {"/proc/zoneinfo", "/dev/null"},
    };
    struct mount_attr read_only = {.attr_set = MOUNT_ATTR_RDONLY};

    for (size_t i = 0; i < sizeof(masks) / sizeof(masks[0]); i++) {
        AUTOCLOSE int point = open(masks[i].path, O_PATH | O_CLOEXEC);
        if (point < 0 && errno == ENOENT)
            continue; /* this kernel was built without it */
        AUTOCLOSE int tree = open_tree(AT_FDCWD, masks[i].cover == NULL ? masks[i].path : masks[i].cover,
                                       OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC);
        if (tree < 0 || mount_setattr(tree, "", AT_EMPTY_PATH, &read_only, sizeof(read_only)) < 0 ||
            move_mount(tree, "", point, "", MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH) < 0)
            return fault_say(fault, "mask of /proc", errno, "%s", masks[i].path);
    }
    return 0;
}

int proc_mount(bool full, struct fault *fault)
{
    AUTOCLOSE int context = fsopen("proc", FSOPEN_CLOEXEC);
    if (context < 0 || proc_hide_others(context) < 0 || (!full && proc_hide_machine(context) < 0) ||
        fsconfig(context, FSCONFIG_CMD_CREATE, NULL, NULL, 0) < 0)
        return fault_set(fault, "proc", errno);
    AUTOCLOSE int tree = fsmount(context, FSMOUNT_CLOEXEC, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC);
    if (tree < 0 || move_mount(tree, "", AT_FDCWD, "/proc", MOVE_MOUNT_F_EMPTY_PATH) < 0)
        return fault_set(fault, "mount of /proc", errno);
    return full ? proc_mask(fault) : 0;
}
