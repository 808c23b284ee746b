/* What parses: frames and configuration. Needs no daemon; the configuration's half needs root, for it must be root's.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../config.h"
#include "../spec.h"
#include "check.h"

CHECK_MAIN;

static struct fault fault;
static char directory[64];
static const struct config AMPLE = {.peer_uid = 1,
                                    .cells_max = 8,
                                    .memory_bytes_max = 1 << 30,
                                    .processes_max = 100,
                                    .disk_bytes_max = 1 << 30,
                                    .disk_inodes_max = 1000,
                                    .open_files_max = 100,
                                    .file_bytes_max = 1 << 30,
                                    .cpu_us_max = 1000000,
                                    .wall_us_max = 1000000,
                                    .output_bytes_max = 1000};

/* -- frames -- */

static const uint8_t PREPARE[] = {3,  0, 4,  0, 0, 0, 'r', 'o', 'o', 't', 2, 0, /* version, root, class, network */
                                  0,  0, 0,  1, 0, 0, 0,   0,   10,  0,   0, 0, /* memory 16 MiB, processes */
                                  0,  0, 16, 0, 0, 0, 0,   0,   100, 0,   0, 0,
                                  64, 0, 0,  0,               /* disk 1 MiB, inodes, files */
                                  0,  0, 16, 0, 0, 0, 0,   0, /* file bytes */
                                  1};                         /* repeatable */

static int decode(const uint8_t *bytes, size_t length, struct spec *spec)
{
    /* An exact copy on the heap, so that a read past the end is seen. */
    uint8_t *copy = malloc(length + 1);
    memcpy(copy, bytes, length);
    copy = realloc(copy, length == 0 ? 1 : length);
    const struct frame frame = {.type = FRAME_PREPARE, .payload = copy, .length = length};
    int result = spec_decode(&frame, &AMPLE, spec, &fault);
    free(copy);
    return result;
}

static void a_frame_is_taken_when_it_is_whole(void)
{
    const uint8_t bytes[] = {2, 0, 0, 0, FRAME_INPUT, 'a', 'b', 9};
    struct frame frame;

    for (size_t i = 0; i < 7; i++)
        CLAIM_EQUAL(frame_take(bytes, i, &frame), 0);
    CLAIM_EQUAL(frame_take(bytes, sizeof bytes, &frame), 7);
    CLAIM_EQUAL(frame.type, FRAME_INPUT);
    CLAIM_EQUAL(frame.length, 2);
    CLAIM_EQUAL(frame_take((const uint8_t[]){1, 0, 4, 0, 0}, 5, &frame), -1);
}

static void a_prepare_is_decoded(void)
{
    struct spec spec;

    CLAIM_DONE(decode(PREPARE, sizeof PREPARE, &spec) == 0, fault);

    CLAIM(strcmp(spec.root, "root") == 0);
    CLAIM_EQUAL(spec.filter_class, CLASS_INTERPRETED);
    CLAIM_EQUAL(spec.memory_bytes, 16 << 20);
    CLAIM_EQUAL(spec.open_files, 64);
    CLAIM_EQUAL(spec.file_bytes, 1 << 20);
    CLAIM(spec.repeatable);
}

static void a_prepare_cut_short_or_too_long_is_refused(void)
{
    uint8_t longer[sizeof PREPARE + 1] = {0};
    struct spec spec;
    memcpy(longer, PREPARE, sizeof PREPARE);

    for (size_t length = 0; length < sizeof PREPARE; length++)
        CLAIM_EQUAL(decode(PREPARE, length, &spec), -1);
    CLAIM_EQUAL(decode(longer, sizeof longer, &spec), -1);
}

static void no_changed_byte_gets_past_a_limit(void)
{
    struct spec spec;

    for (size_t at = 0; at < sizeof PREPARE; at++)
        for (int value = 0; value < 256; value++) {
            uint8_t changed[sizeof PREPARE];
            memcpy(changed, PREPARE, sizeof PREPARE);
            changed[at] = (uint8_t)value;
            if (decode(changed, sizeof changed, &spec) < 0)
                continue;
            CLAIM(spec.memory_bytes >= 1 << 20 && spec.memory_bytes <= AMPLE.memory_bytes_max);
            CLAIM(spec.processes >= 1 && spec.processes <= AMPLE.processes_max);
            CLAIM(spec.disk_bytes >= 4096 && spec.disk_bytes <= AMPLE.disk_bytes_max);
            CLAIM(spec.disk_inodes >= 1 && spec.disk_inodes <= AMPLE.disk_inodes_max);
            CLAIM(spec.open_files >= 8 && spec.open_files <= AMPLE.open_files_max);
            CLAIM(spec.filter_class >= CLASS_COMPILED && spec.filter_class <= CLASS_MANAGED);
            CLAIM(root_name_valid(spec.root));
        }
}

static uint64_t seed = 20261125;

static uint32_t chance(void)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(seed >> 33);
}

static void noise_never_breaks_a_decoder(void)
{
    struct exec *exec = malloc(sizeof *exec);
    uint32_t number;
    uint16_t rows, columns;
    struct fetch fetch;
    struct spec spec;
    struct put put;

    for (int round = 0; round < 200000; round++) {
        size_t length = chance() % 96;
        uint8_t *bytes = malloc(length == 0 ? 1 : length);
        for (size_t i = 0; i < length; i++)
            bytes[i] = (uint8_t)(chance() % 4 == 0 ? chance() : chance() % 3);
        const struct frame frame = {.payload = bytes, .length = length};
        spec_decode(&frame, &AMPLE, &spec, &fault);
        if (exec_decode(&frame, &AMPLE, exec, &fault) == 0)
            CLAIM(exec->launch_bytes <= sizeof exec->launch && exec->launch.arguments > 0);
        if (put_decode(&frame, &put, &fault) == 0)
            CLAIM(path_valid(put.path));
        fetch_decode(&frame, &fetch, &fault);
        list_decode(&frame, &number, &fault);
        signal_decode(&frame, &number, &fault);
        resize_decode(&frame, &rows, &columns, &fault);
        weigh_decode(&frame, &rows, &fault);
        free(bytes);
    }
    free(exec);
}

static void an_exec_is_decoded_into_what_the_program_reads(void)
{
    static const uint8_t bytes[] = {
        2, 0, 0, 0, 2,   0, 0, 0, '/', 'a', 1,   0, 0,  0, 'b',    /* argv */
        1, 0, 0, 0, 3,   0, 0, 0, 'K', '=', 'v',                   /* env */
        1, 0, 0, 0, 'd',                                           /* cwd */
        9, 0, 0, 0, 0,   0, 0, 0, 8,   0,   0,   0, 0,  0, 0,   0, /* cpu, wall */
        7, 0, 0, 0, 0,   0, 0, 0, 1,   0,   24,  0, 80, 0};        /* output, input, terminal, size */
    const struct frame frame = {.payload = bytes, .length = sizeof bytes};
    struct exec *exec = malloc(sizeof *exec);

    CLAIM_DONE(exec_decode(&frame, &AMPLE, exec, &fault) == 0, fault);

    CLAIM_EQUAL(exec->launch.arguments, 2);
    CLAIM_EQUAL(exec->launch.variables, 1);
    CLAIM(memcmp(exec->launch.strings, "/a\0b\0K=v\0d", 11) == 0);
    CLAIM_EQUAL(exec->launch_bytes, offsetof(struct launch, strings) + 11);
    CLAIM(exec->input_follows && !exec->terminal);
    CLAIM_EQUAL(exec->cpu_us, 9);
    CLAIM_EQUAL(exec->rows, 24);
    free(exec);
}

static void paths_stay_below(void)
{
    static const char *const good[] = {"a", "a/b", ".hidden", "a/..b", "...", "a b"};
    static const char *const bad[] = {"", "/", "/a", "a/", "a//b", ".", "..", "a/..", "../a", "a/./b", "a/../b"};
    char deep[2 * (PATH_DEPTH_MAX + 1)], broad[300];

    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        CLAIM(path_valid(good[i]));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        CLAIM(!path_valid(bad[i]));
    for (size_t i = 0; i < sizeof deep; i++)
        deep[i] = i % 2 == 0 ? 'd' : '/';
    deep[sizeof deep - 1] = '\0';
    CLAIM(!path_valid(deep));
    deep[sizeof deep - 3] = '\0';
    CLAIM(path_valid(deep));
    memset(broad, 'n', sizeof broad);
    broad[256] = '\0';
    CLAIM(!path_valid(broad));
}

/* -- configuration -- */

static void write_config(const char *name, const char *text)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    unlink(path);
    FILE *file = fopen(path, "we");
    fputs(text, file);
    fclose(file);
}

static const char WHOLE[] =
    "peer_uid 7\ncells_max 3 # three\n\nmemory_bytes_max 2097152\nprocesses_max 9\ndisk_bytes_max 8192\n"
    "\tdisk_inodes_max 5\nopen_files_max 10\nfile_bytes_max 11\ncpu_us_max 12\nwall_us_max 13\n"
    "output_bytes_max 14";

static int read_config(const char *text, struct config *config)
{
    write_config("cell.conf", text);
    int at = config_open(directory, &fault);
    int result = at < 0 ? -1 : config_read(at, config, &fault);
    if (at >= 0)
        close(at);
    return result;
}

static void a_whole_configuration_is_read(void)
{
    struct config config;

    CLAIM_DONE(read_config(WHOLE, &config) == 0, fault);

    CLAIM_EQUAL(config.peer_uid, 7);
    CLAIM_EQUAL(config.cells_max, 3);
    CLAIM_EQUAL(config.output_bytes_max, 14);
}

static void a_key_unknown_missing_doubled_or_out_of_range_refuses_the_file(void)
{
    char text[1000];
    struct config config;

    snprintf(text, sizeof text, "%s\nextra 1\n", WHOLE);
    CLAIM_EQUAL(read_config(text, &config), -1);
    snprintf(text, sizeof text, "%s\ncpu_us_max 1\n", WHOLE);
    CLAIM_EQUAL(read_config(text, &config), -1);
    snprintf(text, sizeof text, "%s", WHOLE + 11);
    CLAIM_EQUAL(read_config(text, &config), -1);
    CLAIM(strstr(fault.text, "peer_uid is missing") != NULL);
    snprintf(text, sizeof text, "%s0000000000000000000000\n", WHOLE);
    CLAIM_EQUAL(read_config(text, &config), -1);
    snprintf(text, sizeof text, "%s 5\n", WHOLE);
    CLAIM_EQUAL(read_config(text, &config), -1);
}

static void what_others_could_write_is_refused(void)
{
    char path[128];
    struct config config;
    CLAIM_EQUAL(read_config(WHOLE, &config), 0);
    snprintf(path, sizeof path, "%s/cell.conf", directory);

    chmod(path, 0664);
    int at = config_open(directory, &fault);
    CLAIM_EQUAL(config_read(at, &config, &fault), -1);
    close(at);
    chmod(path, 0644);
    CLAIM_EQUAL(chown(path, 1, 1), 0);
    at = config_open(directory, &fault);
    CLAIM_EQUAL(config_read(at, &config, &fault), -1);
    close(at);
    unlink(path);
    CLAIM_EQUAL(symlink("/etc/passwd", path), 0);
    at = config_open(directory, &fault);
    CLAIM_EQUAL(config_read(at, &config, &fault), -1);
    close(at);
    chmod(directory, 0777);
    CLAIM_EQUAL(config_open(directory, &fault), -1);
    chmod(directory, 0755);
    CLAIM_EQUAL(config_open("relative", &fault), -1);
}

static int read_root(const char *name, const char *text, struct root_config *root)
{
    char file[200];
    snprintf(file, sizeof file, "roots.d/%s.conf", name);
    write_config(file, text);
    int at = config_open(directory, &fault);
    int result = root_config_read(at, name, root, &fault);
    close(at);
    return result;
}

static void a_root_is_read_with_its_layers_in_order(void)
{
    struct root_config root;

    CLAIM_DONE(read_root("py-3.13", "layer /opt/with\\040space /\ncache /var/c /cache\nproc full\n", &root) == 0,
               fault);

    CLAIM_EQUAL(root.layers_count, 2);
    CLAIM(strcmp(root.layers[0].host, "/opt/with space") == 0);
    CLAIM_EQUAL(root.layers[1].kind, LAYER_CACHE);
    CLAIM(root.proc_full);
    root_config_free(&root);
}

static void a_root_not_understood_is_refused(void)
{
    static const char *const bad[] = {"",
                                      "layer /a\n",
                                      "layer a /b\n",
                                      "layer /a/../b /\n",
                                      "layer /a /b /c\n",
                                      "layer /a /b\\9\n",
                                      "layer /a /b\nproc none\n",
                                      "layer /a /b\nproc full\nproc full\n",
                                      "layer /a /b\ncache /a /b:c\n",
                                      "layer /a /b\ncache /a /\n"};
    struct root_config root;

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        CLAIM_EQUAL(read_root("bad", bad[i], &root), -1);
    CLAIM(!root_name_valid("") && !root_name_valid("../x") && !root_name_valid("A") && !root_name_valid(".x"));
    CLAIM(root_name_valid("python-3.13+x_y"));
}

int main(void)
{
    snprintf(directory, sizeof directory, "/run/freehold-parse-test-%d", getpid());
    RUN(a_frame_is_taken_when_it_is_whole);
    RUN(a_prepare_is_decoded);
    RUN(a_prepare_cut_short_or_too_long_is_refused);
    RUN(no_changed_byte_gets_past_a_limit);
    RUN(noise_never_breaks_a_decoder);
    RUN(an_exec_is_decoded_into_what_the_program_reads);
    RUN(paths_stay_below);
    if (geteuid() == 0 && mkdir(directory, 0755) == 0) {
        char path[128];
        snprintf(path, sizeof path, "%s/roots.d", directory);
        mkdir(path, 0755);
        RUN(a_whole_configuration_is_read);
        RUN(a_key_unknown_missing_doubled_or_out_of_range_refuses_the_file);
        RUN(what_others_could_write_is_refused);
        RUN(a_root_is_read_with_its_layers_in_order);
        RUN(a_root_not_understood_is_refused);
        write_config("roots.d/bad.conf", "");
        unlink(path);
        const char *const files[] = {"cell.conf", "roots.d/bad.conf", "roots.d/py-3.13.conf"};
        for (int i = 0; i < 3; i++) {
            snprintf(path, sizeof path, "%s/%s", directory, files[i]);
            unlink(path);
        }
        snprintf(path, sizeof path, "%s/roots.d", directory);
        rmdir(path);
        rmdir(directory);
    }
    return check_result();
}
