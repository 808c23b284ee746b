/* What the tests of the daemon run inside a cell: `probe NAME [ARGUMENT]`. Static, so that a root needs nothing else.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

static int print_file(const char *path)
{
    char bytes[65536];
    int fd = open(path, O_RDONLY);
    if (fd < 0) {
        printf("%s: %s\n", path, strerror(errno));
        return 1;
    }
    for (ssize_t got = read(fd, bytes, sizeof bytes); got > 0; got = read(fd, bytes, sizeof bytes))
        if (write(1, bytes, (size_t)got) != got)
            return 1;
    return 0;
}

static void *burn(void *nothing)
{
    for (volatile unsigned long i = 0;; i++)
        ;
    return nothing;
}

static int burn_threads(int count)
{
    pthread_t thread;
    for (int i = 1; i < count; i++)
        pthread_create(&thread, NULL, burn, NULL);
    burn(NULL);
    return 0;
}

static int flood(int fd, unsigned long count)
{
    char bytes[4096];
    memset(bytes, 'x', sizeof bytes);
    while (count > 0) {
        ssize_t written = write(fd, bytes, count < sizeof bytes ? count : sizeof bytes);
        if (written < 0)
            return 1;
        count -= (unsigned long)written;
    }
    return 0;
}

static int eat_memory(int children)
{
    if (children && fork() != 0) {
        pause();
        return 0;
    }
    for (;;) {
        char *block = malloc(1 << 20);
        if (block == NULL)
            return 9;
        memset(block, 1, 1 << 20);
    }
}

static int fork_bomb(void)
{
    for (;;)
        if (fork() < 0 && errno != EAGAIN)
            return 1;
}

static int orphans(int count)
{
    int made = 0;
    for (int i = 0; i < count; i++) {
        pid_t child = fork();
        if (child == 0) {
            pid_t grandchild = fork();
            _exit(grandchild == 0 ? 0 : grandchild < 0);
        }
        int status;
        waitpid(child, &status, 0);
        made += status == 0;
    }
    printf("%d\n", made);
    return 0;
}

static int zombies(int count)
{
    int made = 0;
    for (int i = 0; i < count; i++) {
        pid_t child = fork();
        if (child == 0)
            _exit(0);
        made += child > 0;
    }
    printf("%d\n", made);
    return 0;
}

static int hold_output(void)
{
    if (fork() == 0) {
        setsid();
        signal(SIGHUP, SIG_IGN);
        for (;;)
            pause();
    }
    puts("gone");
    return 0;
}

static int fill_disk(const char *path)
{
    char bytes[65536];
    memset(bytes, 'd', sizeof bytes);
    int fd = open(path, O_WRONLY | O_CREAT, 0644);
    unsigned long total = 0;
    ssize_t written;
    while ((written = write(fd, bytes, sizeof bytes)) > 0)
        total += (unsigned long)written;
    printf("%lu %s\n", total, strerror(errno));
    return 0;
}

static int identity(void)
{
    struct utsname name;
    struct timespec up;
    char domain[65], cwd[200];
    uname(&name);
    getdomainname(domain, sizeof domain);
    clock_gettime(CLOCK_BOOTTIME, &up);
    printf("pid %d ppid %d sid %d uid %d gid %d host %s domain %s cwd %s umask %03o up %ld\n", getpid(), getppid(),
           getsid(0), (int)getuid(), (int)getgid(), name.nodename, domain, getcwd(cwd, sizeof cwd), umask(0),
           (long)up.tv_sec);
    return 0;
}

static int leave_files(void)
{
    int unused = 0;
    mkdir("deep", 0755);
    mkdir("deep/er", 0700);
    FILE *file = fopen("deep/er/file", "w");
    fputs("content\n", file);
    fclose(file);
    unused += symlink("/etc/passwd", "link");
    unused += symlink("/", "rootlink");
    unused += mkfifo("fifo", 0644);
    file = fopen("one", "w");
    fclose(file);
    unused += link("one", "two");
    file = fopen("top", "w");
    fputs("t", file);
    fclose(file);
    unused += truncate("top", 100000);
    return unused;
}

/* A file at each depth. */
static int leave_deep(int depth)
{
    for (int i = 0; i < depth; i++)
        if (open("file", O_CREAT | O_WRONLY, 0644) < 0 || mkdir("in", 0755) < 0 || chdir("in") < 0)
            return 1;
    return 0;
}

static int descriptors(void)
{
    for (int fd = 0; fd < 4096; fd++)
        if (fcntl(fd, F_GETFD) >= 0)
            printf("%d ", fd);
    puts("");
    return 0;
}

/* A bootstrap: burns some CPU, waits, and tells what it was handed. */
static int wait_for_program(long burn_ms)
{
    char handed[4096];
    size_t count = 0;
    struct timespec used;
    do
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    while (used.tv_sec * 1000 + used.tv_nsec / 1000000 < burn_ms);
    if (write(4, "", 1) != 1)
        return 1;
    close(4);
    for (ssize_t got; (got = read(3, handed + count, sizeof handed - count)) > 0;)
        count += (size_t)got;
    close(3);
    for (size_t i = 0; i < count; i++)
        putchar(handed[i] == '\0' ? '|' : handed[i]);
    puts("");
    print_file("/work/put");
    return descriptors();
}

static volatile sig_atomic_t interrupted, resized;

static void note_signal(int signal)
{
    *(signal == SIGINT ? &interrupted : &resized) = 1;
}

static void say_size(void)
{
    struct winsize size = {0};
    ioctl(0, TIOCGWINSZ, &size);
    printf("%u x %u\n", size.ws_row, size.ws_col);
}

/* Answers each line, and tells of signals, sizes and the end. */
static int answer_lines(void)
{
    const struct sigaction noted = {.sa_handler = note_signal};
    char line[256];

    setvbuf(stdout, NULL, _IOLBF, 0);
    sigset_t noted_only, none;
    sigemptyset(&none);
    sigemptyset(&noted_only);
    sigaddset(&noted_only, SIGINT);
    sigaddset(&noted_only, SIGWINCH);
    sigprocmask(SIG_BLOCK, &noted_only, NULL); /* but while it waits: none is missed between two looks */
    sigaction(SIGINT, &noted, NULL);
    sigaction(SIGWINCH, &noted, NULL);
    if (isatty(0))
        say_size();
    puts("ready");
    while (1) {
        struct pollfd input = {.fd = 0, .events = POLLIN};
        ssize_t got = ppoll(&input, 1, NULL, &none) < 0 ? -1 : read(0, line, sizeof line - 1);
        if (interrupted)
            puts("interrupted");
        if (resized)
            say_size();
        interrupted = resized = 0;
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            break;
        printf("<%.*s>\n", (int)got - (line[got - 1] == '\n'), line);
    }
    puts("end");
    return 0;
}

/* Takes every key as it is, and says how many came and what they add up to. */
static int count_keys(unsigned long wanted)
{
    struct termios raw;
    unsigned char keys[4096];
    unsigned long count = 0, sum = 0;

    tcgetattr(0, &raw);
    cfmakeraw(&raw);
    tcsetattr(0, TCSANOW, &raw);
    dprintf(1, "ready\n");
    while (count < wanted) {
        ssize_t got = read(0, keys, sizeof keys);
        if (got <= 0)
            break;
        for (ssize_t i = 0; i < got; i++)
            sum += keys[i];
        count += (unsigned long)got;
    }
    dprintf(1, "%lu %lu\n", count, sum);
    return 0;
}

/* Has a child in the foreground of its terminal, as a shell has; a key that interrupts must not reach it itself. */
static int wait_in_foreground(void)
{
    int status = 0;
    pid_t child = fork();
    if (child == 0) {
        setpgid(0, 0);
        pause();
    }
    setpgid(child, child);
    signal(SIGTTOU, SIG_IGN);
    tcsetpgrp(0, child);
    dprintf(1, "ready\n");
    waitpid(child, &status, 0);
    dprintf(1, "signal %d\n", WIFSIGNALED(status) ? WTERMSIG(status) : 0);
    return 0;
}

static void tick(int signal)
{
    (void)signal;
}

/* Until it is answered by something else than the signals that interrupt it. */
static int forbidden_under_a_timer(void)
{
    const struct sigaction ticks = {.sa_handler = tick};
    const struct itimerval often = {{0, 20}, {0, 20}};
    sigaction(SIGALRM, &ticks, NULL);
    setitimer(ITIMER_REAL, &often, NULL);
    while (syscall(SYS_mount, "none", "/tmp", "tmpfs", 0, "") < 0 && errno == EINTR)
        ;
    return errno;
}

static int attempt(const char *what)
{
    long result = -1;
    if (strcmp(what, "mount") == 0)
        result = syscall(SYS_mount, "none", "/tmp", "tmpfs", 0, "");
    else if (strcmp(what, "unshare") == 0)
        result = unshare(CLONE_NEWUSER);
    else if (strcmp(what, "inet") == 0)
        result = socket(AF_INET, SOCK_STREAM, 0);
    else if (strcmp(what, "unix") == 0)
        result = socket(AF_UNIX, SOCK_STREAM, 0);
    else if (strcmp(what, "null") == 0)
        result = open("/dev/null", O_WRONLY);
    else if (strcmp(what, "stdout") == 0)
        result = open("/dev/stdout", O_WRONLY);
    else if (strcmp(what, "stdin") == 0)
        result = open("/dev/stdin", O_RDONLY);
    else if (strcmp(what, "chmod-null") == 0)
        result = chmod("/dev/null", 0);
    else if (strcmp(what, "write-root") == 0)
        result = open("/bin/x", O_WRONLY | O_CREAT, 0644);
    else if (strcmp(what, "kill-init") == 0)
        result = kill(1, SIGKILL);
    else if (strcmp(what, "sethostname") == 0)
        result = sethostname("x", 1);
    else if (strcmp(what, "exec-shm") == 0)
        result =
            (long)mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE, open("/dev/shm/x", O_RDWR | O_CREAT, 0755), 0);
    printf("%s\n", result < 0 ? strerror(errno) : "OPEN");
    return 0;
}

int main(int count, char **words)
{
    const char *name = count > 1 ? words[1] : "";
    const char *argument = count > 2 ? words[2] : "0";
    long number = atol(argument);

    setvbuf(stdout, NULL, _IOLBF, 0);
    if (strcmp(name, "true") == 0)
        return 0;
    if (strcmp(name, "exit") == 0)
        return (int)number;
    if (strcmp(name, "echo") == 0)
        return puts(argument) < 0;
    if (strcmp(name, "cat") == 0)
        return print_file(count > 2 ? argument : "/dev/stdin");
    if (strcmp(name, "copy") == 0) {
        for (int c = getchar(); c != EOF; c = getchar())
            putchar(c);
        return 0;
    }
    if (strcmp(name, "burn") == 0)
        return burn_threads((int)number);
    if (strcmp(name, "pause") == 0) {
        puts("here");
        return pause();
    }
    if (strcmp(name, "flood") == 0)
        return flood(count > 3 ? 2 : 1, (unsigned long)number);
    if (strcmp(name, "eat") == 0)
        return eat_memory((int)number);
    if (strcmp(name, "bomb") == 0)
        return fork_bomb();
    if (strcmp(name, "orphans") == 0)
        return orphans((int)number);
    if (strcmp(name, "zombies") == 0)
        return zombies((int)number);
    if (strcmp(name, "hold") == 0)
        return hold_output();
    if (strcmp(name, "fill") == 0)
        return fill_disk(argument);
    if (strcmp(name, "identity") == 0)
        return identity();
    if (strcmp(name, "leave") == 0)
        return leave_files();
    if (strcmp(name, "deep") == 0)
        return leave_deep((int)number);
    if (strcmp(name, "wait") == 0)
        return wait_for_program(number);
    if (strcmp(name, "descriptors") == 0)
        return descriptors();
    if (strcmp(name, "try") == 0)
        return attempt(argument);
    if (strcmp(name, "interrupted") == 0)
        return forbidden_under_a_timer();
    if (strcmp(name, "environment") == 0) {
        extern char **environ;
        for (char **at = environ; *at != NULL; at++)
            puts(*at);
        return 0;
    }
    if (strcmp(name, "tty") == 0) {
        printf("%d%d%d %d\n", isatty(0), isatty(1), isatty(2), tcgetpgrp(0) == getpgrp());
        return 0;
    }
    if (strcmp(name, "lines") == 0)
        return answer_lines();
    if (strcmp(name, "detach") == 0) {
        signal(SIGHUP, SIG_IGN);
        ioctl(0, TIOCNOTTY);
        for (int fd = 0; fd < 3; fd++)
            close(fd);
        return pause();
    }
    if (strcmp(name, "keys") == 0)
        return count_keys((unsigned long)number);
    if (strcmp(name, "foreground") == 0)
        return wait_in_foreground();
    if (strcmp(name, "layout") == 0) {
        cpu_set_t may;
        int local = 0;
        sched_getaffinity(0, sizeof may, &may);
        printf("%p %p %p %d\n", (void *)&local, sbrk(0),
               mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), CPU_COUNT(&may));
        return 0;
    }
    if (strcmp(name, "signal") == 0)
        return raise((int)number);
    return 99;
}
