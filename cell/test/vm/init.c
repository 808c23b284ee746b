/*
 * The first program of the test machine: makes a small system with pure cgroup v2, or v1, runs the tests below /tests
 * in the places where a daemon may find itself, tells the sum and powers off. Everything is static; there is no shell.
 *
 * Called by another name it is that program: `true` does nothing.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

static const char UNIT[] = "/sys/fs/cgroup/test.slice/test.service";
/* Claims about time, which here is emulated: how late a kill is, what an uptime of 0 is, what can be done within two
 * seconds of CPU. */
static const char TIMELY[] = "cpu_of_all_threads_counts a_fork_bomb_is_held_and_dies a_thousand_zombies_are_nobody "
                             "it_sees_itself_alone_on_a_host_named_cell wall_time_ends_a_sleeper "
                             "cpu_of_children_and_grandchildren_counts";
static int passed, failed, skipped;

static void must(bool done, const char *what)
{
    if (done)
        return;
    printf("FAILED to set the machine up: %s: %s\n0 passed, 1 failed, 0 skipped in all\n", what, strerror(errno));
    fflush(stdout);
    reboot(RB_POWER_OFF);
}

static void put(const char *folder, const char *file, const char *text)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, file);
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    must(fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text), path);
    close(fd);
}

static void copy(const char *from, const char *to)
{
    char bytes[65536];
    struct stat state;
    int in = open(from, O_RDONLY | O_CLOEXEC);
    must(in >= 0 && fstat(in, &state) == 0, from);
    int out = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, state.st_mode & 0777);
    must(out >= 0, to);
    for (ssize_t got; (got = read(in, bytes, sizeof bytes)) > 0;)
        must(write(out, bytes, (size_t)got) == got, to);
    close(in);
    close(out);
}

static void each_file(const char *folder, void (*act)(const char *path, const char *name))
{
    struct dirent **entries;
    int count = scandir(folder, &entries, NULL, alphasort);
    for (int i = 0; i < count; i++) {
        char path[600];
        snprintf(path, sizeof path, "%s/%s", folder, entries[i]->d_name);
        if (entries[i]->d_name[0] != '.')
            act(path, entries[i]->d_name);
        free(entries[i]);
    }
    if (count >= 0)
        free(entries);
}

static void copy_test(const char *path, const char *name)
{
    char to[600];
    snprintf(to, sizeof to, "/new/tests/%s", name);
    copy(path, to);
}

static void load_module(const char *path, const char *name)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    must(fd >= 0 && syscall(SYS_finit_module, fd, "", 0) == 0, name);
    close(fd);
}

/* The first root cannot be left by pivot_root(2), which keepers do: so the system stands on a tmpfs over it. */
static void stand_on_a_tmpfs(void)
{
    static const char *const FOLDERS[] = {"/new/tests",   "/new/bin", "/new/dev",  "/new/proc",
                                          "/new/sys",     "/new/tmp", "/new/run",  "/new/var",
                                          "/new/var/tmp", "/new/etc", "/new/root", "/new/work"};
    mkdir("/new", 0755);
    must(mount("root", "/new", "tmpfs", 0, "mode=755") == 0, "tmpfs");
    for (size_t i = 0; i < sizeof FOLDERS / sizeof *FOLDERS; i++)
        must(mkdir(FOLDERS[i], 0755) == 0, FOLDERS[i]);
    each_file("/tests", copy_test);
    copy("/init", "/new/bin/true");
    must(chdir("/new") == 0 && mount(".", "/", NULL, MS_MOVE, NULL) == 0 && chroot(".") == 0 && chdir("/") == 0,
         "new root");
    chmod("/tmp", 01777);
    must(mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL) == 0, "proc");
    must(mount("sys", "/sys", "sysfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL) == 0, "sysfs");
    must(mount("dev", "/dev", "devtmpfs", MS_NOSUID, NULL) == 0, "devtmpfs");
    must(mkdir("/dev/shm", 01777) == 0 && mount("shm", "/dev/shm", "tmpfs", MS_NOSUID | MS_NODEV, NULL) == 0, "shm");
    /* What a manager of services gives; the kernel's own 4,096 are too few for the cells of the tests. */
    const struct rlimit files = {.rlim_cur = 65536, .rlim_max = 65536};
    must(setrlimit(RLIMIT_NOFILE, &files) == 0, "open files");
    must(mkdir("/dev/pts", 0755) == 0 && mount("pts", "/dev/pts", "devpts", MS_NOSUID, "ptmxmode=666") == 0, "devpts");
}

static void mount_v2(void)
{
    must(mount("cgroup2", "/sys/fs/cgroup", "cgroup2", MS_NOSUID | MS_NODEV | MS_NOEXEC, "nsdelegate") == 0, "cgroup2");
}

/* Old hosts: controllers mounted together, none of v2 anywhere, so that a kill is freeze-kill-thaw. */
static void mount_v1(void)
{
    static const char *const HIERARCHIES[] = {"memory", "pids", "cpu,cpuacct", "freezer"};
    must(mount("cgroup", "/sys/fs/cgroup", "tmpfs", 0, "mode=755") == 0, "tmpfs for v1");
    for (size_t i = 0; i < sizeof HIERARCHIES / sizeof *HIERARCHIES; i++) {
        char path[64];
        snprintf(path, sizeof path, "/sys/fs/cgroup/%s", HIERARCHIES[i]);
        must(mkdir(path, 0755) == 0 && mount("cgroup", path, "cgroup", 0, HIERARCHIES[i]) == 0, path);
    }
}

/* Runs one test and adds its last line to the sum. `prepare` acts in the child. */
static void run(const char *test, const char *where, void (*prepare)(void))
{
    char path[128], line[1024];
    int ends[2], p = 0, f = 1, s = 0, status = 0;
    snprintf(path, sizeof path, "/tests/%s", test);
    if (access(path, X_OK) < 0)
        return;
    printf("== %s, %s\n", test, where);
    fflush(stdout);
    must(pipe(ends) == 0, "pipe");
    pid_t pid = fork();
    if (pid == 0) {
        if (prepare != NULL)
            prepare();
        dup2(ends[1], 1);
        dup2(ends[1], 2);
        close(ends[0]);
        close(ends[1]);
        setsid();
        execl(path, path, "/tests/freehold-cell", "/tests/probe", (char *)NULL);
        _exit(127);
    }
    close(ends[1]);
    FILE *output = fdopen(ends[0], "r");
    while (fgets(line, sizeof line, output) != NULL) {
        fputs(line, stdout);
        if (sscanf(line, "%d passed, %d failed, %d skipped", &p, &f, &s) < 2)
            f = f < 1 ? 1 : f; /* the sum must be the last word */
    }
    fclose(output);
    waitpid(pid, &status, 0);
    if (status != 0 && f == 0)
        f = 1;
    passed += p;
    failed += f;
    skipped += s;
    while (waitpid(-1, NULL, WNOHANG) > 0)
        continue;
}

static void enter_unit(void)
{
    put(UNIT, "cgroup.procs", "0");
}

static void enter_unit_with_a_stranger(void)
{
    enter_unit();
    if (fork() == 0) { /* lives until the end of its group */
        close_range(3, ~0U, 0);
        for (;;)
            pause();
    }
}

static void enter_delegated_unit_with_a_stranger(void)
{
    enter_unit_with_a_stranger();
    must(setxattr(UNIT, "trusted.delegate", "1", 1, 0) == 0, "trusted.delegate");
}

static void enter_container(void)
{
    enter_unit_with_a_stranger();
    must(unshare(CLONE_NEWCGROUP | CLONE_NEWNS) == 0 && mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0,
         "cgroup namespace");
    must(umount2("/sys/fs/cgroup", MNT_DETACH) == 0, "umount");
    must(mount("cgroup2", "/sys/fs/cgroup", "cgroup2", 0, NULL) == 0, "cgroup2 of the namespace");
}

/* A unit as systemd makes it, and afterwards as it found it. */
static void run_in_unit(const char *test, const char *where, void (*prepare)(void))
{
    must(mkdir("/sys/fs/cgroup/test.slice", 0755) == 0 || errno == EEXIST, "slice");
    put("/sys/fs/cgroup/test.slice", "cgroup.subtree_control", "+memory +pids +cpu");
    must(mkdir(UNIT, 0755) == 0 || errno == EEXIST, "unit");
    run(test, where, prepare);
    put(UNIT, "cgroup.kill", "1");
    bool gone = false;
    for (int waited = 0; !gone && waited < 1000; waited++) {
        while (waitpid(-1, NULL, WNOHANG) > 0)
            continue;
        gone = rmdir(UNIT) == 0; /* EBUSY for as long as anything is left in it */
        usleep(1000);
    }
    if (!gone) {
        printf("FAILED %s left something in its unit\n", test);
        failed++;
    }
    rmdir("/sys/fs/cgroup/test.slice");
}

static void run_on_v1(void)
{
    mount_v1();
    run("cgroup_test", "v1, cpu and cpuacct together, no v2", NULL);
    run("cgroup_files_test", "v1", NULL);
    run("cell_test", "v1, no v2", NULL);
    run("birth_test", "v1, no v2", NULL);
    run("warm_test", "v1, no v2", NULL);
    run("talk_test", "v1, no v2", NULL);
}

static void run_on_v2(void)
{
    mount_v2();
    run("parse_test", "Linux of Debian", NULL);
    run("cgroup_text_test", "Linux of Debian", NULL);
    run("cgroup_files_test", "Linux of Debian", NULL);
    run("syscalls_test", "Linux of Debian", NULL);
    run("denied_test", "Linux of Debian", NULL);
    run("landlock_test", "Linux of Debian", NULL);
    run("cgroup_test", "v2, in the root group", NULL);
    run_in_unit("cgroup_test", "v2, alone in a unit", enter_unit);
    run_in_unit("cgroup_test", "v2, with a stranger in a unit", enter_unit_with_a_stranger);
    run_in_unit("cgroup_test", "v2, with others in a delegated unit", enter_delegated_unit_with_a_stranger);
    run_in_unit("cgroup_test", "v2, in a container", enter_container);
    run("cell_test", "v2, in the root group", NULL);
    run_in_unit("cell_test", "v2, with others in a delegated unit", enter_delegated_unit_with_a_stranger);
    run("birth_test", "v2, in the root group", NULL);
    run_in_unit("birth_test", "v2, with others in a delegated unit", enter_delegated_unit_with_a_stranger);
    run("warm_test", "v2, in the root group", NULL);
    run("talk_test", "v2, in the root group", NULL);
}

static _Noreturn void run_all(void)
{
    const char *cgroups = getenv("CGROUPS"); /* from the kernel's command line */
    if (cgroups != NULL && strcmp(cgroups, "v1") == 0)
        run_on_v1();
    else
        run_on_v2();
    printf("%d passed, %d failed, %d skipped in all\n", passed, failed, skipped);
    fflush(stdout);
    _exit(0);
}

int main(int argc, char *argv[])
{
    if (argc > 0 && strcmp(argv[0] + strlen(argv[0]) - 4, "true") == 0)
        return 0;
    each_file("/modules", load_module);
    stand_on_a_tmpfs();
    setenv("PATH", "/bin", 1);
    setenv("CHECK_SKIP", TIMELY, 1);

    pid_t tests = fork();
    if (tests == 0)
        run_all();
    must(tests > 0, "fork");
    while (wait(NULL) != tests) /* what tests leave to the first process is reaped while they look whether it is gone */
        continue;
    sync();
    reboot(RB_POWER_OFF);
    return 1;
}
