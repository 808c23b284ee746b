#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "syscalls.h"

/*
 * Of linux/landlock.h, written out: this is built with older headers than the kernels that it runs on. The calls'
 * numbers are the same on every architecture.
 */
enum { CALL_CREATE = 444, CALL_ADD = 445, CALL_RESTRICT = 446 };
enum { CREATE_RULESET_VERSION = 1, RULE_PATH_BENEATH = 1 };

#define EXECUTE (1ULL << 0)
#define WRITE_FILE (1ULL << 1)
#define READ_FILE (1ULL << 2)
#define READ_DIR (1ULL << 3)
#define UP_TO_MAKE_SYM ((1ULL << 13) - 1) /* ABI 1: the above, and removing and making of every kind */
#define MAKE_CHAR (1ULL << 6)
#define MAKE_BLOCK (1ULL << 11)
#define REFER (1ULL << 13)       /* ABI 2 */
#define TRUNCATE (1ULL << 14)    /* ABI 3 */
#define IOCTL_DEV (1ULL << 15)   /* ABI 5 */
#define NET_BIND_TCP (1ULL << 0) /* ABI 4 */
#define NET_CONNECT_TCP (1ULL << 1)
#define SCOPE_ABSTRACT_UNIX_SOCKET (1ULL << 0) /* ABI 6 */
#define SCOPE_SIGNAL (1ULL << 1)

struct ruleset {
    uint64_t files, network, scopes;
};

struct beneath {
    uint64_t allowed;
    int32_t parent;
} __attribute__((packed));

int landlock_abi(void)
{
    long abi = syscall(CALL_CREATE, NULL, 0, CREATE_RULESET_VERSION);
    return abi < 0 ? 0 : (int)abi;
}

/* What an ABI can refuse. All of it is handled, so that all that is not allowed below is refused. */
static struct ruleset handled_by(int abi)
{
    struct ruleset handled = {.files = UP_TO_MAKE_SYM};
    if (abi >= 2)
        handled.files |= REFER;
    if (abi >= 3)
        handled.files |= TRUNCATE;
    if (abi >= 4)
        handled.network = NET_BIND_TCP | NET_CONNECT_TCP;
    if (abi >= 5)
        handled.files |= IOCTL_DEV;
    if (abi >= 6)
        handled.scopes = SCOPE_ABSTRACT_UNIX_SOCKET | SCOPE_SIGNAL;
    return handled;
}

static size_t size_for(int abi)
{
    if (abi < 4)
        return sizeof(uint64_t);
    return abi < 6 ? 2 * sizeof(uint64_t) : sizeof(struct ruleset);
}

static int allow(int ruleset, const char *path, uint64_t rights, bool may_lack, struct fault *fault)
{
    int parent = open(path, O_PATH | O_CLOEXEC);
    if (parent < 0)
        return may_lack && errno == ENOENT ? 0 : fault_say(fault, "landlock: open", errno, "%.100s", path);
    struct beneath rule = {rights, parent};
    long added = syscall(CALL_ADD, ruleset, RULE_PATH_BENEATH, &rule, 0);
    int error = errno;
    close(parent);
    return added < 0 ? fault_say(fault, "landlock: allow", error, "%.100s", path) : 0;
}

static int allow_all(int ruleset, uint64_t handled, const char *const writable[], struct fault *fault)
{
    static const char *const DEVICES[] = {"/dev/null",    "/dev/zero", "/dev/full", "/dev/random",
                                          "/dev/urandom", "/dev/tty",  "/dev/pts"};
    uint64_t device = (READ_FILE | WRITE_FILE | TRUNCATE | IOCTL_DEV) & handled;
    if (allow(ruleset, "/", EXECUTE | READ_FILE | READ_DIR, false, fault) < 0)
        return -1;
    for (size_t i = 0; i < sizeof DEVICES / sizeof *DEVICES; i++)
        if (allow(ruleset, DEVICES[i], device, true, fault) < 0)
            return -1;
    /* threads get their names by writing to /proc/self/task/<n>/comm; only own processes are in there */
    if (allow(ruleset, "/proc", (READ_FILE | WRITE_FILE | TRUNCATE) & handled, true, fault) < 0)
        return -1;
    for (; *writable != NULL; writable++)
        if (allow(ruleset, *writable, handled & ~(MAKE_CHAR | MAKE_BLOCK | IOCTL_DEV), false, fault) < 0)
            return -1;
    return 0;
}

int landlock_confine(const char *const writable[], struct fault *fault)
{
    int abi = landlock_abi();
    if (abi == 0)
        return 0;
    struct ruleset handled = handled_by(abi);
    int ruleset = (int)syscall(CALL_CREATE, &handled, size_for(abi), 0);
    if (ruleset < 0)
        return fault_set(fault, "landlock: create the ruleset", errno);
    int done = allow_all(ruleset, handled.files, writable, fault);
    if (done == 0 && syscall(CALL_RESTRICT, ruleset, 0) < 0)
        done = fault_set(fault, "landlock: restrict", errno);
    close(ruleset);
    return done;
}
