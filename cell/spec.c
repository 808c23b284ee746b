#include "spec.h"

#include <errno.h>
#include <signal.h>
#include <string.h>

/* Reads a payload from left to right. Once it was too short, the rest reads as zero and `short_of` stays set. */
struct cursor {
    const uint8_t *at;
    const uint8_t *end;
    bool short_of;
};

static struct cursor cursor_of(const struct frame *frame)
{
    return (struct cursor){.at = frame->payload, .end = frame->payload + frame->length};
}

static uint64_t take_number(struct cursor *cursor, unsigned bytes)
{
    uint64_t value = 0;

    if ((size_t)(cursor->end - cursor->at) < bytes) {
        cursor->short_of = true;
        return 0;
    }
    for (unsigned i = 0; i < bytes; i++)
        value |= (uint64_t)cursor->at[i] << (8 * i);
    cursor->at += bytes;
    return value;
}

static uint8_t take_u8(struct cursor *cursor)
{
    return (uint8_t)take_number(cursor, 1);
}

static uint16_t take_u16(struct cursor *cursor)
{
    return (uint16_t)take_number(cursor, 2);
}

static uint32_t take_u32(struct cursor *cursor)
{
    return (uint32_t)take_number(cursor, 4);
}

static uint64_t take_u64(struct cursor *cursor)
{
    return take_number(cursor, 8);
}

/* Copies a str with a NUL behind it. One that does not fit, or that has a NUL inside, counts as too short. */
static size_t take_string(struct cursor *cursor, char *to, size_t size)
{
    uint32_t length = take_u32(cursor);

    if (length >= size || (size_t)(cursor->end - cursor->at) < length || memchr(cursor->at, 0, length) != NULL) {
        cursor->short_of = true;
        to[0] = '\0';
        return 0;
    }
    memcpy(to, cursor->at, length);
    to[length] = '\0';
    cursor->at += length;
    return length + 1;
}

static int check_end(const struct cursor *cursor, const char *step, struct fault *fault)
{
    if (cursor->short_of || cursor->at != cursor->end)
        return fault_say(fault, step, EBADMSG, "the frame is malformed");
    return 0;
}

static int check_range(const char *step, const char *name, uint64_t value, uint64_t least, uint64_t greatest,
                       struct fault *fault)
{
    if (value < least || value > greatest)
        return fault_say(fault, step, ERANGE, "%s is %llu; allowed is %llu to %llu", name, (unsigned long long)value,
                         (unsigned long long)least, (unsigned long long)greatest);
    return 0;
}

long frame_take(const uint8_t *bytes, size_t count, struct frame *frame)
{
    struct cursor cursor = {.at = bytes, .end = bytes + count};

    uint32_t length = take_u32(&cursor);
    uint8_t type = take_u8(&cursor);
    if (cursor.short_of)
        return 0;
    if (length > FRAME_PAYLOAD_MAX)
        return -1;
    if ((size_t)(cursor.end - cursor.at) < length)
        return 0;
    *frame = (struct frame){.type = type, .payload = cursor.at, .length = length};
    return FRAME_HEADER_BYTES + (long)length;
}

int spec_decode(const struct frame *frame, const struct config *config, struct spec *spec, struct fault *fault)
{
    static const char step[] = "PREPARE";
    struct cursor cursor = cursor_of(frame);

    uint16_t version = take_u16(&cursor);
    if (version != FRAME_VERSION)
        return fault_say(fault, step, EPROTO, "version %u is not spoken here; %d is", version, FRAME_VERSION);
    take_string(&cursor, spec->root, sizeof(spec->root));
    uint8_t filter_class = take_u8(&cursor);
    uint8_t network = take_u8(&cursor);
    spec->memory_bytes = take_u64(&cursor);
    spec->processes = take_u32(&cursor);
    spec->disk_bytes = take_u64(&cursor);
    spec->disk_inodes = take_u32(&cursor);
    spec->open_files = take_u32(&cursor);
    spec->file_bytes = take_u64(&cursor);
    uint8_t repeatable = take_u8(&cursor);
    if (check_end(&cursor, step, fault) < 0)
        return -1;

    if (!root_name_valid(spec->root))
        return fault_say(fault, step, EINVAL, "not a name of a root");
    if (network != NETWORK_NONE)
        return fault_say(fault, step, EINVAL, "network %u is not offered", network);
    if (check_range(step, "class", filter_class, CLASS_COMPILED, CLASS_MANAGED, fault) < 0 ||
        check_range(step, "memory_bytes", spec->memory_bytes, 1 << 20, config->memory_bytes_max, fault) < 0 ||
        check_range(step, "processes", spec->processes, 1, config->processes_max, fault) < 0 ||
        check_range(step, "disk_bytes", spec->disk_bytes, 4096, config->disk_bytes_max, fault) < 0 ||
        check_range(step, "disk_inodes", spec->disk_inodes, 1, config->disk_inodes_max, fault) < 0 ||
        check_range(step, "open_files", spec->open_files, 8, config->open_files_max, fault) < 0 ||
        check_range(step, "file_bytes", spec->file_bytes, 1, config->file_bytes_max, fault) < 0 ||
        check_range(step, "repeatable", repeatable, 0, 1, fault) < 0)
        return -1;
    spec->filter_class = filter_class;
    spec->repeatable = repeatable == 1;
    return 0;
}

/* Appends a list's strings at `*used`; returns how many. A variable is only one with a name and "=". */
static uint32_t take_list(struct cursor *cursor, struct launch *launch, size_t *used, bool variables)
{
    uint32_t count = take_u32(cursor);

    if (count > WORDS_IN_EXEC_MAX)
        cursor->short_of = true;
    for (uint32_t i = 0; i < count && !cursor->short_of; i++) {
        char *word = launch->strings + *used;
        *used += take_string(cursor, word, sizeof(launch->strings) - *used);
        if (variables && (word[0] == '=' || strchr(word, '=') == NULL))
            cursor->short_of = true;
    }
    return count;
}

/* Arguments and environment. */
static int take_words(struct cursor *cursor, struct exec *exec, const char *step, struct fault *fault)
{
    struct launch *launch = &exec->launch;

    exec->words_bytes = 0;
    launch->arguments = take_list(cursor, launch, &exec->words_bytes, false);
    launch->variables = take_list(cursor, launch, &exec->words_bytes, true);
    if (cursor->short_of || launch->arguments == 0 || launch->arguments + launch->variables > WORDS_IN_EXEC_MAX)
        return fault_say(fault, step, EBADMSG, "arguments or environment are malformed, or more than %d",
                         WORDS_IN_EXEC_MAX);
    return 0;
}

int warm_decode(const struct frame *frame, struct exec *exec, struct fault *fault)
{
    static const char step[] = "WARM";
    struct cursor cursor = cursor_of(frame);
    struct launch *launch = &exec->launch;

    if (take_words(&cursor, exec, step, fault) < 0 || check_end(&cursor, step, fault) < 0)
        return -1;
    if (exec->words_bytes == sizeof(launch->strings))
        return fault_say(fault, step, EMSGSIZE, "too long");
    launch->strings[exec->words_bytes] = '\0'; /* no cwd */
    launch->terminal = 0;
    launch->warm = 1;
    exec->launch_bytes = offsetof(struct launch, strings) + exec->words_bytes + 1;
    return 0;
}

int exec_decode(const struct frame *frame, const struct config *config, struct exec *exec, struct fault *fault)
{
    static const char step[] = "EXEC";
    struct cursor cursor = cursor_of(frame);
    struct launch *launch = &exec->launch;

    if (take_words(&cursor, exec, step, fault) < 0)
        return -1;
    size_t used = exec->words_bytes;
    const char *cwd = launch->strings + used;
    used += take_string(&cursor, launch->strings + used, sizeof(launch->strings) - used);
    if (cursor.short_of || (cwd[0] != '\0' && !path_valid(cwd)))
        return fault_say(fault, step, EBADMSG, "cwd is malformed, or does not stay below /work");

    exec->cpu_us = take_u64(&cursor);
    exec->wall_us = take_u64(&cursor);
    exec->output_bytes = take_u64(&cursor);
    uint8_t input = take_u8(&cursor);
    launch->terminal = take_u8(&cursor);
    launch->warm = 0;
    exec->rows = take_u16(&cursor);
    exec->columns = take_u16(&cursor);
    if (check_end(&cursor, step, fault) < 0)
        return -1;
    if (check_range(step, "cpu_us", exec->cpu_us, 1, config->cpu_us_max, fault) < 0 ||
        check_range(step, "wall_us", exec->wall_us, 1, config->wall_us_max, fault) < 0 ||
        check_range(step, "output_bytes", exec->output_bytes, 0, config->output_bytes_max, fault) < 0 ||
        check_range(step, "input", input, 0, 2, fault) < 0 ||
        check_range(step, "terminal", launch->terminal, 0, 1, fault) < 0)
        return -1;
    exec->input_follows = input != 0;
    exec->input_told = input == 2;
    exec->terminal = launch->terminal == 1;
    exec->launch_bytes = offsetof(struct launch, strings) + used;
    return 0;
}

int put_decode(const struct frame *frame, struct put *put, struct fault *fault)
{
    static const char step[] = "PUT";
    struct cursor cursor = cursor_of(frame);

    take_string(&cursor, put->path, sizeof(put->path));
    put->mode = take_u32(&cursor);
    put->size_bytes = take_u64(&cursor);
    if (check_end(&cursor, step, fault) < 0)
        return -1;
    if (!path_valid(put->path))
        return fault_say(fault, step, EINVAL, "the path does not stay below /work");
    if (put->mode != 0400 && put->mode != 0644 && put->mode != 0755)
        return fault_say(fault, step, EINVAL, "mode 0%o; allowed are 0400, 0644 and 0755", put->mode);
    return 0;
}

int fetch_decode(const struct frame *frame, struct fetch *fetch, struct fault *fault)
{
    struct cursor cursor = cursor_of(frame);

    take_string(&cursor, fetch->path, sizeof(fetch->path));
    fetch->bytes_max = take_u64(&cursor);
    if (check_end(&cursor, "FETCH", fault) < 0)
        return -1;
    return path_valid(fetch->path) ? 0 : fault_say(fault, "FETCH", EINVAL, "the path does not stay below /work");
}

int list_decode(const struct frame *frame, uint32_t *entries_max, struct fault *fault)
{
    struct cursor cursor = cursor_of(frame);

    *entries_max = take_u32(&cursor);
    if (check_end(&cursor, "LIST", fault) < 0)
        return -1;
    return check_range("LIST", "entries_max", *entries_max, 0, LIST_ENTRIES_MAX, fault);
}

int signal_decode(const struct frame *frame, uint32_t *number, struct fault *fault)
{
    struct cursor cursor = cursor_of(frame);

    *number = take_u32(&cursor);
    if (check_end(&cursor, "SIGNAL", fault) < 0)
        return -1;
    return check_range("SIGNAL", "number", *number, 1, (uint64_t)SIGRTMAX, fault);
}

int resize_decode(const struct frame *frame, uint16_t *rows, uint16_t *columns, struct fault *fault)
{
    struct cursor cursor = cursor_of(frame);

    *rows = take_u16(&cursor);
    *columns = take_u16(&cursor);
    return check_end(&cursor, "RESIZE", fault);
}

int weigh_decode(const struct frame *frame, uint16_t *weight, struct fault *fault)
{
    struct cursor cursor = cursor_of(frame);

    *weight = take_u16(&cursor);
    if (check_end(&cursor, "WEIGH", fault) < 0)
        return -1;
    return check_range("WEIGH", "weight", *weight, 1, WEIGHT_MAX, fault);
}

int empty_decode(const struct frame *frame, struct fault *fault)
{
    struct cursor cursor = cursor_of(frame);

    return check_end(&cursor, "frame", fault);
}

bool path_valid(const char *path)
{
    unsigned depth = 0;
    size_t length;

    for (const char *name = path;; name += length + 1) {
        length = strcspn(name, "/");
        if (length == 0 || length > 255 || ++depth > PATH_DEPTH_MAX)
            return false;
        if (name[0] == '.' && (length == 1 || (length == 2 && name[1] == '.')))
            return false;
        if (name[length] == '\0')
            return strlen(path) <= PATH_BYTES_MAX;
    }
}
