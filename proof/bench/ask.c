/*
 * ask: asks a server to run programs, as plainly as a client can, and says how long each answer took. What `bare` is to
 * the other side of `freehold bench`: a JVM as client would add as much as a short program takes itself.
 *
 *   ask PORT PAUSE_MS JOBS REQUEST…
 *
 * Connects JOBS times to 127.0.0.1:PORT, lies still for PAUSE_MS, and then lets job j hand in the requests j, j + JOBS,
 * … one after the other, over its one connection. REQUEST is a file with the body of `POST /v1/executions?wait=60s`.
 * Written for each answer: `WALL_NS STATUS LENGTH`, a line feed, and LENGTH bytes of its body.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { JOBS_MAX = 64, PAUSE_MS_MAX = 60000, HEAD_MAX = 256, ANSWER_MAX = 4 << 20 };

struct text {
    char *bytes;
    size_t length;
};

struct job {
    pthread_t thread;
    int connection;
    int first;
};

static int jobs, requests_count;
static struct text *requests;
static pthread_mutex_t output = PTHREAD_MUTEX_INITIALIZER;

static _Noreturn void fail(const char *what)
{
    fprintf(stderr, "ask: %s: %s\n", what, strerror(errno));
    exit(70);
}

static _Noreturn void refuse(const char *what)
{
    fprintf(stderr, "ask: %s\n", what);
    exit(70);
}

static uint64_t now_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

/* The whole request, so that it leaves with one write. */
static struct text request_of(const char *path)
{
    struct stat state;
    FILE *file = fopen(path, "re");

    if (file == NULL || fstat(fileno(file), &state) < 0)
        fail(path);
    size_t size = (size_t)state.st_size;
    struct text request = {.bytes = malloc(HEAD_MAX + size)};
    if (request.bytes == NULL)
        fail("memory");
    int head = snprintf(request.bytes, HEAD_MAX,
                        "POST /v1/executions?wait=60s HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                        "Content-Type: application/json\r\nContent-Length: %zu\r\n\r\n",
                        size);
    if (fread(request.bytes + head, 1, size, file) != size)
        fail(path);
    request.length = (size_t)head + size;
    fclose(file);
    return request;
}

static int connect_to(uint16_t port)
{
    const struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    const int yes = 1;
    int connection = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    if (connection < 0 || connect(connection, (const struct sockaddr *)&address, sizeof(address)) < 0 ||
        setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes)) < 0)
        fail("connect");
    return connection;
}

static void send_all(int connection, struct text request)
{
    while (request.length > 0) {
        ssize_t sent = write(connection, request.bytes, request.length);
        if (sent < 0)
            fail("write");
        request.bytes += sent;
        request.length -= (size_t)sent;
    }
}

/* Where the body begins, and the length of all; false while the head is not complete. */
static bool split(char *answer, size_t count, size_t *body, size_t *whole)
{
    answer[count] = '\0';
    char *end = strstr(answer, "\r\n\r\n");
    if (end == NULL)
        return false;
    *end = '\0';
    const char *length = strcasestr(answer, "\r\nContent-Length:");
    *end = '\r';
    *body = (size_t)(end + 4 - answer);
    if (length == NULL)
        refuse("an answer without Content-Length");
    *whole = *body + strtoul(length + strlen("\r\nContent-Length:"), NULL, 10);
    if (*whole >= ANSWER_MAX)
        refuse("an answer that is too long");
    return true;
}

static void ask(int connection, struct text request, char *answer)
{
    size_t count = 0, body = 0, whole = 0;
    uint64_t began = now_ns();

    send_all(connection, request);
    while (!split(answer, count, &body, &whole) || count < whole) {
        ssize_t got = read(connection, answer + count, ANSWER_MAX - 1 - count);
        if (got < 0)
            fail("read");
        if (got == 0)
            refuse("the connection has ended");
        count += (size_t)got;
    }
    uint64_t took = now_ns() - began;

    pthread_mutex_lock(&output);
    printf("%" PRIu64 " %.3s %zu\n", took, answer + strlen("HTTP/1.1 "), whole - body);
    fwrite(answer + body, 1, whole - body, stdout);
    pthread_mutex_unlock(&output);
}

static void *carry_out(void *argument)
{
    const struct job *job = argument;
    char *answer = malloc(ANSWER_MAX);

    if (answer == NULL)
        fail("memory");
    for (int i = job->first; i < requests_count; i += jobs)
        ask(job->connection, requests[i], answer);
    free(answer);
    return NULL;
}

static long number(const char *text, long least, long most)
{
    char *end;
    long value = strtol(text, &end, 10);

    if (*end != '\0' || value < least || value > most) {
        fprintf(stderr, "ask: not a number from %ld to %ld: %s\n", least, most, text);
        exit(64);
    }
    return value;
}

int main(int argc, char **argv)
{
    struct job all[JOBS_MAX];

    if (argc < 5) {
        fputs("usage: ask PORT PAUSE_MS JOBS REQUEST...\n", stderr);
        return 64;
    }
    uint16_t port = (uint16_t)number(argv[1], 1, UINT16_MAX);
    long pause_ms = number(argv[2], 0, PAUSE_MS_MAX);
    jobs = (int)number(argv[3], 1, JOBS_MAX);
    requests_count = argc - 4;
    requests = calloc((size_t)requests_count, sizeof(*requests));
    if (requests == NULL)
        fail("memory");
    for (int i = 0; i < requests_count; i++)
        requests[i] = request_of(argv[4 + i]);
    for (int i = 0; i < jobs; i++)
        all[i] = (struct job){.connection = connect_to(port), .first = i};

    nanosleep(&(struct timespec){.tv_sec = pause_ms / 1000, .tv_nsec = pause_ms % 1000 * 1000000}, NULL);
    for (int i = 0; i < jobs; i++)
        if ((errno = pthread_create(&all[i].thread, NULL, carry_out, &all[i])) != 0)
            fail("pthread_create");
    for (int i = 0; i < jobs; i++)
        pthread_join(all[i].thread, NULL);
    return fflush(stdout) == 0 ? 0 : 70;
}
