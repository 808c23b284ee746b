/* Landlock as a cell has it: read and execute everywhere, everything in the writable paths, nothing else. Needs no
 * privilege. */
#include "../syscalls.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"

CHECK_MAIN;

static char ours[] = "/tmp/landlock-ours-XXXXXX";
static char theirs[] = "/tmp/landlock-theirs-XXXXXX";
static int listening = -1;
static pid_t parent;

/* What `act` gives, 0 or errno, in a process that is confined first, or is not. */
static int result_of(int (*act)(void), bool confined)
{
    const char *writable[] = {ours, NULL};
    int status = 0;
    pid_t pid = fork();
    if (pid == 0) {
        struct fault fault;
        if (confined && (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 || landlock_confine(writable, &fault) < 0))
            _exit(255);
        _exit(act());
    }
    CLAIM(waitpid(pid, &status, 0) == pid && WIFEXITED(status));
    CLAIM(WEXITSTATUS(status) != 255);
    return WEXITSTATUS(status);
}

static int opened(const char *folder, const char *name, int flags)
{
    char path[128];
    snprintf(path, sizeof path, "%s%s", folder, name);
    return open(path, flags, 0600) < 0 ? errno : 0;
}

static int write_new_file_beside(void)
{
    return opened(theirs, "/new", O_WRONLY | O_CREAT | O_EXCL);
}

static int write_old_file_beside(void)
{
    return opened(theirs, "/old", O_WRONLY);
}

static int truncate_old_file_beside(void)
{
    char path[128];
    snprintf(path, sizeof path, "%s/old", theirs);
    return truncate(path, 0) < 0 ? errno : 0;
}

static int remove_old_file_beside(void)
{
    char path[128];
    snprintf(path, sizeof path, "%s/doomed", theirs);
    return unlink(path) < 0 ? errno : 0;
}

static int make_folder_beside(void)
{
    char path[128];
    snprintf(path, sizeof path, "%s/folder", theirs);
    return mkdir(path, 0700) < 0 ? errno : 0;
}

static int make_device_within(void)
{
    char path[128];
    snprintf(path, sizeof path, "%s/device", ours);
    return mknod(path, S_IFCHR | 0600, 1 << 8 | 3) < 0 ? errno : 0;
}

static int work_within(void)
{
    char from[128], to[128];
    snprintf(from, sizeof from, "%s/one", ours);
    snprintf(to, sizeof to, "%s/a", ours);
    if (opened(ours, "/one", O_RDWR | O_CREAT | O_TRUNC) != 0 || mkdir(to, 0700) < 0)
        return errno;
    snprintf(to, sizeof to, "%s/a/two", ours);
    if (rename(from, to) < 0 || symlink("x", from) < 0 || truncate(to, 100) < 0 || unlink(to) < 0 || unlink(from) < 0)
        return errno;
    snprintf(to, sizeof to, "%s/a", ours);
    return rmdir(to) < 0 ? errno : 0;
}

static int read_beside(void)
{
    return opened(theirs, "/old", O_RDONLY);
}

static int execute(void)
{
    execl("/bin/true", "true", (char *)NULL);
    return errno;
}

static int use_devices(void)
{
    int error = opened("/dev/null", "", O_RDWR);
    return error != 0 ? error : opened("/dev/urandom", "", O_RDONLY);
}

static int name_a_thread(void)
{
    return opened("/proc/self/comm", "", O_WRONLY);
}

static int signal_the_parent(void)
{
    return kill(parent, 0) < 0 ? errno : 0;
}

static int signal_own_child(void)
{
    pid_t child = fork();
    if (child == 0) {
        pause();
        _exit(0);
    }
    int error = kill(child, SIGKILL) < 0 ? errno : 0;
    waitpid(child, NULL, 0);
    return error;
}

static struct sockaddr_un abstract(const char *name)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    snprintf(address.sun_path + 1, sizeof address.sun_path - 1, "%s", name);
    return address;
}

static int connect_to(const char *name)
{
    struct sockaddr_un address = abstract(name);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    return connect(fd, (struct sockaddr *)&address, sizeof address) < 0 ? errno : 0;
}

static int listen_as(const char *name)
{
    struct sockaddr_un address = abstract(name);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    return bind(fd, (struct sockaddr *)&address, sizeof address) < 0 || listen(fd, 8) < 0 ? -1 : fd;
}

static int connect_outside(void)
{
    return connect_to(theirs);
}

static int connect_among_ourselves(void)
{
    if (listen_as(ours) < 0)
        return errno;
    pid_t child = fork();
    if (child == 0)
        _exit(connect_to(ours));
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

static void writing_beside_the_writable_paths_is_refused(void)
{
    SKIP_UNLESS(landlock_abi() >= 1, "no landlock");
    CLAIM_EQUAL(result_of(write_old_file_beside, true), EACCES);
    CLAIM_EQUAL(result_of(write_new_file_beside, true), EACCES);
    CLAIM_EQUAL(result_of(remove_old_file_beside, true), EACCES);
    CLAIM_EQUAL(result_of(make_folder_beside, true), EACCES);

    CLAIM_EQUAL(result_of(write_old_file_beside, false), 0);
    CLAIM_EQUAL(result_of(write_new_file_beside, false), 0);
    CLAIM_EQUAL(result_of(remove_old_file_beside, false), 0);
    CLAIM_EQUAL(result_of(make_folder_beside, false), 0);
}

static void truncating_beside_is_refused(void)
{
    SKIP_UNLESS(landlock_abi() >= 3, "landlock refuses truncate(2) from ABI 3 (Linux 6.2) on");
    CLAIM_EQUAL(result_of(truncate_old_file_beside, true), EACCES);

    CLAIM_EQUAL(result_of(truncate_old_file_beside, false), 0);
}

static void a_device_is_not_made_even_where_all_is_writable(void)
{
    SKIP_UNLESS(landlock_abi() >= 1 && geteuid() == 0, "no landlock, or not root");
    CLAIM_EQUAL(result_of(make_device_within, true), EACCES);

    CLAIM_EQUAL(result_of(make_device_within, false), 0);
}

static void within_the_writable_paths_all_works(void)
{
    CLAIM_EQUAL(result_of(work_within, true), 0);
}

static void reading_executing_and_devices_work_everywhere(void)
{
    CLAIM_EQUAL(result_of(read_beside, true), 0);
    CLAIM_EQUAL(result_of(execute, true), 0);
    CLAIM_EQUAL(result_of(use_devices, true), 0);
    CLAIM_EQUAL(result_of(name_a_thread, true), 0);
}

static void signals_stay_within(void)
{
    SKIP_UNLESS(landlock_abi() >= 6, "landlock scopes signals from ABI 6 (Linux 6.12) on");
    CLAIM_EQUAL(result_of(signal_the_parent, true), EPERM);
    CLAIM_EQUAL(result_of(signal_own_child, true), 0);

    CLAIM_EQUAL(result_of(signal_the_parent, false), 0);
}

static void abstract_sockets_stay_within(void)
{
    SKIP_UNLESS(landlock_abi() >= 6, "landlock scopes abstract sockets from ABI 6 (Linux 6.12) on");
    listening = listen_as(theirs);
    CLAIM(listening >= 0);
    CLAIM_EQUAL(result_of(connect_outside, true), EPERM);
    CLAIM_EQUAL(result_of(connect_among_ourselves, true), 0);

    CLAIM_EQUAL(result_of(connect_outside, false), 0);
    close(listening);
}

static void a_writable_path_that_is_not_there_is_a_fault(void)
{
    SKIP_UNLESS(landlock_abi() >= 1, "no landlock");
    const char *writable[] = {"/nowhere/at/all", NULL};
    struct fault fault = {0};

    int confined = landlock_confine(writable, &fault);

    CLAIM_EQUAL(confined, -1);
    CLAIM_EQUAL(fault.error, ENOENT);
}

static int remove_all(void)
{
    static const char *const LEFT[] = {"/old", "/new", "/doomed", "/device"};
    char path[128];
    for (int folder = 0; folder < 2; folder++) {
        const char *at = folder == 0 ? ours : theirs;
        for (size_t i = 0; i < sizeof LEFT / sizeof *LEFT; i++) {
            snprintf(path, sizeof path, "%s%s", at, LEFT[i]);
            unlink(path);
        }
        snprintf(path, sizeof path, "%s/folder", at);
        rmdir(path);
        if (rmdir(at) < 0)
            return errno;
    }
    return 0;
}

static void nothing_is_left(void)
{
    CLAIM_EQUAL(remove_all(), 0);
}

int main(void)
{
    parent = getpid();
    if (mkdtemp(ours) == NULL || mkdtemp(theirs) == NULL || opened(theirs, "/old", O_WRONLY | O_CREAT) != 0 ||
        opened(theirs, "/doomed", O_WRONLY | O_CREAT) != 0) {
        printf("FAILED to make the test's folders: %s\n0 passed, 1 failed, 0 skipped\n", strerror(errno));
        return 1;
    }
    printf("landlock ABI %d\n", landlock_abi());
    RUN(writing_beside_the_writable_paths_is_refused);
    RUN(truncating_beside_is_refused);
    RUN(a_device_is_not_made_even_where_all_is_writable);
    RUN(within_the_writable_paths_all_works);
    RUN(reading_executing_and_devices_work_everywhere);
    RUN(signals_stay_within);
    RUN(abstract_sockets_stay_within);
    RUN(a_writable_path_that_is_not_there_is_a_fault);
    RUN(nothing_is_left);
    return check_result();
}
