#include "world.h"

#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PATIENCE_MS = 20000 };

const struct prepare MODEST = {.root = "probe",
                               .filter_class = CLASS_COMPILED,
                               .memory_bytes = 64 << 20,
                               .processes = 32,
                               .disk_bytes = 16 << 20,
                               .disk_inodes = 256,
                               .open_files = 64,
                               .file_bytes = 8 << 20};

static void write_text(const char *directory, const char *name, const char *text)
{
    char path[200];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    FILE *file = fopen(path, "we");
    fputs(text, file);
    fclose(file);
}

static void make_directory(const char *directory, const char *name)
{
    char path[200];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    mkdir(path, 0755);
}

static void copy_program(const char *from, const char *directory, const char *name)
{
    char path[200], bytes[65536];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    unlink(path); /* somebody may still run what an earlier world left */
    int in = open(from, O_RDONLY | O_CLOEXEC), out = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0755);
    for (ssize_t got = read(in, bytes, sizeof bytes); got > 0; got = read(in, bytes, sizeof bytes))
        if (write(out, bytes, (size_t)got) != got)
            abort();
    close(in);
    close(out);
}

static void write_world(const struct world *world, const char *probe)
{
    static const char *const directories[] = {"conf", "conf/roots.d", "root", "root/bin", "root/cache", "cache"};
    char text[400];

    mkdir(world->directory, 0755);
    for (size_t i = 0; i < sizeof directories / sizeof *directories; i++)
        make_directory(world->directory, directories[i]);
    chmod(world->directory, 0755);
    write_text(world->directory, "conf/cell.conf",
               "# of a test\npeer_uid 65534\ncells_max 64\nmemory_bytes_max 1073741824\nprocesses_max 4096\n"
               "disk_bytes_max 268435456\ndisk_inodes_max 100000\nopen_files_max 1024\nfile_bytes_max 268435456\n"
               "cpu_us_max 60000000\nwall_us_max 120000000\noutput_bytes_max 67108864\n");
    snprintf(text, sizeof text, "layer %s/root /\n", world->directory);
    write_text(world->directory, "conf/roots.d/probe.conf", text);
    snprintf(text, sizeof text, "layer %s/root /\nproc full\n", world->directory);
    write_text(world->directory, "conf/roots.d/full.conf", text);
    snprintf(text, sizeof text, "layer %s/root /\ncache %s/cache /cache\n", world->directory, world->directory);
    write_text(world->directory, "conf/roots.d/cached.conf", text);
    write_text(world->directory, "cache/old", "lower\n");
    copy_program(probe, world->directory, "root/bin/probe");
}

/* By the lock that it holds; -1 when it holds none. */
static int slot_of(pid_t daemon)
{
    int slot = -1;
    for (int fd = 0; fd < 64 && slot < 0; fd++) {
        char path[64], target[200] = "";
        snprintf(path, sizeof path, "/proc/%d/fd/%d", daemon, fd);
        if (readlink(path, target, sizeof target - 1) > 0 && sscanf(target, "/run/freehold/slot-%d", &slot) != 1)
            slot = -1;
    }
    return slot;
}

bool world_start(struct world *world, const char *binary, const char *probe)
{
    int lifeline[2], told[2];
    char config[80], line[16] = "";

    snprintf(world->directory, sizeof world->directory, "/run/freehold-test-%d", getpid());
    snprintf(world->socket, sizeof world->socket, "%s/socket", world->directory);
    snprintf(config, sizeof config, "%s/conf", world->directory);
    write_world(world, probe);
    if (pipe2(lifeline, O_CLOEXEC) < 0 || pipe2(told, O_CLOEXEC) < 0)
        return false;
    world->daemon = fork();
    if (world->daemon == 0) {
        dup2(lifeline[0], 0);
        dup2(told[1], 1);
        execl(binary, binary, "--config", config, "--socket", world->socket, "--lifeline", NULL);
        _exit(127);
    }
    close(lifeline[0]);
    close(told[1]);
    world->lifeline = lifeline[1];
    ssize_t got = read(told[0], line, sizeof line - 1);
    close(told[0]);
    world->slot = slot_of(world->daemon);
    return got > 0 && strcmp(line, "ready\n") == 0;
}

static void remove_tree(const char *path)
{
    pid_t pid = fork();
    if (pid == 0) {
        execlp("rm", "rm", "-rf", "--one-file-system", path, NULL);
        _exit(127);
    }
    waitpid(pid, NULL, 0);
}

int world_stop(struct world *world)
{
    int status = 0;

    kill(world->daemon, SIGTERM);
    waitpid(world->daemon, &status, 0);
    close(world->lifeline);
    remove_tree(world->directory);
    return status;
}

static int count_entries(const char *path)
{
    int count = 0;
    DIR *directory = opendir(path);
    if (directory == NULL)
        return -1;
    while (readdir(directory) != NULL)
        count++;
    closedir(directory);
    return count;
}

static int read_children(const struct world *world, pid_t *first, pid_t *last)
{
    char path[64], text[4096] = "";
    int count = 0;

    snprintf(path, sizeof path, "/proc/%d/task/%d/children", world->daemon, world->daemon);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t got = read(fd, text, sizeof text - 1);
    close(fd);
    *first = *last = (pid_t)atoi(text);
    for (ssize_t i = 0; i < got; i++) {
        if (text[i] != ' ')
            continue;
        count++;
        if (i + 1 < got)
            *last = (pid_t)atoi(text + i + 1);
    }
    return count;
}

int world_children(const struct world *world)
{
    pid_t first, last;
    return read_children(world, &first, &last);
}

pid_t world_sweeper(const struct world *world)
{
    pid_t first, last;
    read_children(world, &first, &last);
    return first;
}

pid_t world_keeper(const struct world *world)
{
    pid_t first, last;
    return read_children(world, &first, &last) > 1 ? last : 0;
}

int world_descriptors(const struct world *world)
{
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/fd", world->daemon);
    return count_entries(path);
}

bool worker_connect(struct worker *worker, const struct world *world)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};

    strcpy(address.sun_path, world->socket);
    worker->frame = malloc(FRAME_PAYLOAD_MAX);
    worker->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    return connect(worker->fd, (struct sockaddr *)&address, sizeof address) == 0;
}

void worker_close(struct worker *worker)
{
    close(worker->fd);
    free(worker->frame);
}

static bool send_all(int fd, const void *bytes, size_t count)
{
    for (const char *at = bytes; count > 0;) {
        ssize_t sent = send(fd, at, count, MSG_NOSIGNAL);
        if (sent <= 0)
            return false;
        at += sent;
        count -= (size_t)sent;
    }
    return true;
}

bool worker_send(struct worker *worker, uint8_t type, const void *payload, size_t length)
{
    uint8_t *frame = malloc(FRAME_HEADER_BYTES + length);

    for (int i = 0; i < 4; i++)
        frame[i] = (uint8_t)(length >> (8 * i));
    frame[4] = type;
    if (length > 0)
        memcpy(frame + FRAME_HEADER_BYTES, payload, length);
    bool sent = send_all(worker->fd, frame, FRAME_HEADER_BYTES + length);
    free(frame);
    return sent;
}

static bool receive_all(int fd, uint8_t *bytes, size_t count)
{
    struct pollfd ready = {.fd = fd, .events = POLLIN};

    while (count > 0) {
        if (poll(&ready, 1, PATIENCE_MS) != 1)
            return false;
        ssize_t got = read(fd, bytes, count);
        if (got <= 0)
            return false;
        bytes += got;
        count -= (size_t)got;
    }
    return true;
}

static uint64_t number(const uint8_t **at, unsigned bytes)
{
    uint64_t value = 0;
    for (unsigned i = 0; i < bytes; i++)
        value |= (uint64_t) * (*at)++ << (8 * i);
    return value;
}

bool worker_receive(struct worker *worker)
{
    uint8_t header[FRAME_HEADER_BYTES];
    const uint8_t *at = header;

    if (!receive_all(worker->fd, header, sizeof header))
        return false;
    worker->length = number(&at, 4);
    worker->type = header[4];
    return worker->length <= FRAME_PAYLOAD_MAX && receive_all(worker->fd, worker->frame, worker->length);
}

static void put_number(uint8_t **at, uint64_t value, unsigned bytes)
{
    for (unsigned i = 0; i < bytes; i++)
        *(*at)++ = (uint8_t)(value >> (8 * i));
}

static void put_string(uint8_t **at, const char *text)
{
    size_t length = strlen(text);
    put_number(at, length, 4);
    memcpy(*at, text, length);
    *at += length;
}

bool worker_ask_prepare(struct worker *worker, const struct prepare *prepare)
{
    uint8_t payload[512], *at = payload;

    put_number(&at, FRAME_VERSION, 2);
    put_string(&at, prepare->root);
    put_number(&at, prepare->filter_class, 1);
    put_number(&at, NETWORK_NONE, 1);
    put_number(&at, prepare->memory_bytes, 8);
    put_number(&at, prepare->processes, 4);
    put_number(&at, prepare->disk_bytes, 8);
    put_number(&at, prepare->disk_inodes, 4);
    put_number(&at, prepare->open_files, 4);
    put_number(&at, prepare->file_bytes, 8);
    put_number(&at, prepare->repeatable ? 1 : 0, 1);
    return worker_send(worker, FRAME_PREPARE, payload, (size_t)(at - payload));
}

bool worker_prepare(struct worker *worker, const struct prepare *prepare)
{
    return worker_ask_prepare(worker, prepare) && worker_receive(worker) && worker->type == FRAME_READY;
}

bool worker_put(struct worker *worker, const char *path, uint32_t mode, const void *bytes, size_t count)
{
    uint8_t payload[5000], *at = payload;
    const char *from = bytes;

    put_string(&at, path);
    put_number(&at, mode, 4);
    put_number(&at, count, 8);
    if (!worker_send(worker, FRAME_PUT, payload, (size_t)(at - payload)))
        return false;
    while (count > 0) {
        size_t part = count < FRAME_CHUNK_MAX ? count : FRAME_CHUNK_MAX;
        if (!worker_send(worker, FRAME_DATA, from, part))
            return false;
        from += part;
        count -= part;
    }
    return true;
}

static void put_list(uint8_t **at, const char *const *words, size_t most)
{
    uint32_t count = 0;
    while (count < most && words[count] != NULL)
        count++;
    put_number(at, count, 4);
    for (uint32_t i = 0; i < count; i++)
        put_string(at, words[i]);
}

bool worker_warm(struct worker *worker, const struct run *bootstrap)
{
    uint8_t *payload = malloc(FRAME_PAYLOAD_MAX), *at = payload;

    put_list(&at, bootstrap->arguments, 16);
    put_list(&at, bootstrap->environment, 8);
    bool sent = worker_send(worker, FRAME_WARM, payload, (size_t)(at - payload));
    free(payload);
    return sent && worker_receive(worker) && worker->type == FRAME_WARMED;
}

bool worker_exec(struct worker *worker, const struct run *run)
{
    uint8_t *payload = malloc(FRAME_PAYLOAD_MAX), *at = payload;

    put_list(&at, run->arguments, 16);
    put_list(&at, run->environment, 8);
    put_string(&at, run->cwd == NULL ? "" : run->cwd);
    put_number(&at, run->cpu_us == 0 ? 10000000 : run->cpu_us, 8);
    put_number(&at, run->wall_us == 0 ? 15000000 : run->wall_us, 8);
    put_number(&at, run->output_bytes == 0 ? 65536 : run->output_bytes, 8);
    put_number(&at, run->input_told ? 2 : run->input != NULL || run->input_open, 1);
    put_number(&at, run->terminal, 1);
    put_number(&at, 24, 2);
    put_number(&at, 80, 2);
    bool sent = worker_send(worker, FRAME_EXEC, payload, (size_t)(at - payload));
    if (sent && run->input != NULL)
        sent = worker_send(worker, FRAME_INPUT, run->input, strlen(run->input)) &&
               worker_send(worker, FRAME_INPUT_END, NULL, 0);
    free(payload);
    return sent;
}

static void take_text(const uint8_t **at, char *text, size_t size)
{
    uint32_t length = (uint32_t)number(at, 4);
    snprintf(text, size, "%.*s", (int)length, (const char *)*at);
    *at += length;
}

static void take_exit(const uint8_t *at, struct outcome *outcome)
{
    outcome->cause = (uint8_t)number(&at, 1);
    outcome->exit_code = (uint32_t)number(&at, 4);
    outcome->signal = (uint32_t)number(&at, 4);
    outcome->cpu_us = number(&at, 8);
    outcome->wall_us = number(&at, 8);
    outcome->memory_peak_bytes = number(&at, 8);
    outcome->processes_peak = (uint32_t)number(&at, 4);
    outcome->processes_refused = (uint32_t)number(&at, 4);
    outcome->oom_kills = (uint32_t)number(&at, 4);
    outcome->disk_peak_bytes = number(&at, 8);
    outcome->stdout_bytes = number(&at, 8);
    outcome->stderr_bytes = number(&at, 8);
    outcome->cause_value = number(&at, 8);
    outcome->late_us = number(&at, 8);
    outcome->death_us = number(&at, 8);
    outcome->denied_syscall = (uint32_t)number(&at, 4);
    outcome->denied_arch = (uint32_t)number(&at, 4);
    outcome->disk_full = (uint8_t)number(&at, 1);
}

static void take_output(const struct worker *worker, struct outcome *outcome)
{
    unsigned stream = worker->frame[0] - 1u;
    size_t *received = &outcome->received[stream & 1];
    char *to = outcome->output[stream & 1];

    for (size_t i = 1; i < worker->length; i++, (*received)++)
        if (*received < sizeof outcome->output[0] - 1)
            to[*received] = (char)worker->frame[i];
}

void worker_outcome(struct worker *worker, struct outcome *outcome)
{
    const uint8_t *at;

    memset(outcome, 0, sizeof *outcome);
    while (worker_receive(worker)) {
        at = worker->frame;
        if (worker->type == FRAME_OUTPUT) {
            take_output(worker, outcome);
        } else if (worker->type == FRAME_EXIT) {
            take_exit(at, outcome);
            outcome->ended_by = FRAME_EXIT;
            return;
        } else if (worker->type == FRAME_FAULT) {
            take_text(&at, outcome->step, sizeof outcome->step);
            outcome->error = (uint32_t)number(&at, 4);
            take_text(&at, outcome->text, sizeof outcome->text);
            outcome->ended_by = FRAME_FAULT;
            return;
        }
    }
}

void world_run(const struct world *world, const struct prepare *prepare, const struct run *run, struct outcome *outcome)
{
    struct worker worker;

    memset(outcome, 0, sizeof *outcome);
    if (worker_connect(&worker, world) && worker_ask_prepare(&worker, prepare) && worker_exec(&worker, run))
        worker_outcome(&worker, outcome);
    else
        worker_outcome(&worker, outcome);
    worker_close(&worker);
}
