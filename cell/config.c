#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sys.h"

static const char step_config[] = "configuration";

static int check_owner(int fd, const char *name, mode_t kind, struct fault *fault)
{
    struct stat found;

    if (fstat(fd, &found) < 0)
        return fault_say(fault, step_config, errno, "%s", name);
    if ((found.st_mode & S_IFMT) != kind)
        return fault_say(fault, step_config, 0, "%s is not a %s", name, kind == S_IFDIR ? "directory" : "regular file");
    if (found.st_uid != 0 || (found.st_mode & (S_IWGRP | S_IWOTH)) != 0)
        return fault_say(fault, step_config, EPERM, "%s must belong to uid 0 and be writable by nobody else", name);
    return 0;
}

static int open_checked(int directory, const char *name, mode_t kind, struct fault *fault)
{
    AUTOCLOSE int fd = openat(directory, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);

    if (fd < 0)
        return fault_say(fault, step_config, errno, "%s", name);
    if (check_owner(fd, name, kind, fault) < 0)
        return -1;
    return hand_on(&fd);
}

int config_open(const char *path, struct fault *fault)
{
    char copy[4096];
    char *rest = copy;

    if (path[0] != '/' || strlen(path) >= sizeof(copy))
        return fault_say(fault, step_config, 0, "the directory must be given as an absolute path");
    strcpy(copy, path);

    AUTOCLOSE int at = open_checked(AT_FDCWD, "/", S_IFDIR, fault);
    for (char *name = strsep(&rest, "/"); at >= 0 && name != NULL; name = strsep(&rest, "/")) {
        if (name[0] == '\0')
            continue;
        int next = open_checked(at, name, S_IFDIR, fault);
        close_and_forget(&at);
        at = next;
    }
    return hand_on(&at);
}

/* The whole file as a string that the caller frees; NULL on a fault. */
static char *read_text(int directory, const char *name, struct fault *fault)
{
    AUTOCLOSE int fd = open_checked(directory, name, S_IFREG, fault);
    if (fd < 0)
        return NULL;

    char *text = calloc(1, CONFIG_FILE_MAX + 1);
    size_t length = 0;
    ssize_t got = text == NULL ? -1 : 1;
    while (got > 0 && length < CONFIG_FILE_MAX) {
        got = read(fd, text + length, CONFIG_FILE_MAX - length);
        length += got > 0 ? (size_t)got : 0;
    }
    if (got != 0 || strlen(text) != length) {
        fault_say(fault, step_config, got < 0 ? errno : EFBIG, "%s cannot be read as text", name);
        free(text);
        return NULL;
    }
    return text;
}

/* The next line's words, in place; 0 at the end of the text. Comments and empty lines are passed over. */
enum { WORDS_MAX = 4 };
static unsigned next_words(char **rest, char *words[WORDS_MAX])
{
    for (char *line = strsep(rest, "\n"); line != NULL; line = strsep(rest, "\n")) {
        unsigned count = 0;
        line[strcspn(line, "#")] = '\0';
        for (char *word = strsep(&line, " \t"); word != NULL; word = strsep(&line, " \t"))
            if (word[0] != '\0' && count < WORDS_MAX)
                words[count++] = word;
        if (count > 0)
            return count;
    }
    return 0;
}

static int parse_number(const char *word, uint64_t *value)
{
    uint64_t sum = 0;

    for (const char *at = word; *at != '\0'; at++) {
        if (*at < '0' || *at > '9' || sum > (INT64_MAX - 9) / 10)
            return -1;
        sum = sum * 10 + (uint64_t)(*at - '0');
    }
    *value = sum;
    return word[0] == '\0' ? -1 : 0;
}

int config_read(int directory, struct config *config, struct fault *fault)
{
    const struct {
        const char *key;
        uint64_t *value;
        uint64_t least, greatest;
    } keys[] = {
        {"peer_uid", &config->peer_uid, 0, UINT32_MAX - 1},
        {"cells_max", &config->cells_max, 1, CELLS_MAX},
        {"memory_bytes_max", &config->memory_bytes_max, 1 << 20, INT64_MAX},
        {"processes_max", &config->processes_max, 1, 1 << 20},
        {"disk_bytes_max", &config->disk_bytes_max, 4096, INT64_MAX},
        {"disk_inodes_max", &config->disk_inodes_max, 1, INT32_MAX},
        {"open_files_max", &config->open_files_max, 8, 1 << 20},
        {"file_bytes_max", &config->file_bytes_max, 1, INT64_MAX},
        {"cpu_us_max", &config->cpu_us_max, 1, INT64_MAX / 1000000},
        {"wall_us_max", &config->wall_us_max, 1, INT64_MAX / 1000000},
        {"output_bytes_max", &config->output_bytes_max, 0, INT64_MAX},
    };
    enum { KEYS = sizeof(keys) / sizeof(keys[0]) };
    bool seen[KEYS] = {false};
    char *words[WORDS_MAX];
    int result = 0;

    char *text = read_text(directory, "cell.conf", fault);
    if (text == NULL)
        return -1;
    char *rest = text;
    for (unsigned count = next_words(&rest, words); result == 0 && count > 0; count = next_words(&rest, words)) {
        unsigned k = 0;
        while (k < KEYS && strcmp(words[0], keys[k].key) != 0)
            k++;
        if (k == KEYS || seen[k])
            result = fault_say(fault, step_config, 0, "cell.conf: %s key %.60s", k == KEYS ? "unknown" : "doubled",
                               words[0]);
        else if (count != 2 || parse_number(words[1], keys[k].value) < 0 || *keys[k].value < keys[k].least ||
                 *keys[k].value > keys[k].greatest)
            result = fault_say(fault, step_config, ERANGE, "cell.conf: %s takes one number from %llu to %llu",
                               keys[k].key, (unsigned long long)keys[k].least, (unsigned long long)keys[k].greatest);
        else
            seen[k] = true;
    }
    for (unsigned k = 0; result == 0 && k < KEYS; k++)
        if (!seen[k])
            result = fault_say(fault, step_config, 0, "cell.conf: %s is missing", keys[k].key);
    free(text);
    return result;
}

bool root_name_valid(const char *name)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789";
    size_t length = strlen(name);

    return length >= 1 && length <= ROOT_NAME_MAX && strchr(letters, name[0]) != NULL &&
           strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789._+-") == length;
}

/* Undoes fstab(5)'s octal escapes, in place; refuses what would not be a plain absolute path. */
static int parse_path(char *word)
{
    char *to = word;

    for (const char *from = word; *from != '\0'; from++, to++) {
        unsigned octal;
        *to = *from;
        if (*from == '\\') {
            if (strspn(from + 1, "01234567") < 3 || sscanf(from + 1, "%3o", &octal) != 1 || octal == 0 || octal > 255)
                return -1;
            *to = (char)octal;
            from += 3;
        }
    }
    *to = '\0';
    return word[0] == '/' && strstr(word, "/../") == NULL && strstr(word, "//") == NULL &&
                   (strlen(word) < 3 || strcmp(word + strlen(word) - 3, "/..") != 0)
               ? 0
               : -1;
}

static int add_layer(struct root_config *root, enum layer_kind kind, char *words[], struct fault *fault)
{
    if (root->layers_count == ROOT_LAYERS_MAX)
        return fault_say(fault, step_config, E2BIG, "%s.conf: more than %d layers", root->name, ROOT_LAYERS_MAX);
    if (parse_path(words[1]) < 0 || parse_path(words[2]) < 0)
        return fault_say(fault, step_config, 0, "%s.conf: %s takes two plain absolute paths", root->name, words[0]);
    /* overlay splits its lower directories at colons and takes backslashes as escapes */
    if (kind == LAYER_CACHE && (strpbrk(words[2], ":\\,") != NULL || strcmp(words[2], "/") == 0))
        return fault_say(fault, step_config, 0, "%s.conf: no cache can be at %.60s", root->name, words[2]);
    root->layers[root->layers_count++] = (struct layer){kind, words[1], words[2]};
    return 0;
}

int root_config_read(int directory, const char *name, struct root_config *root, struct fault *fault)
{
    char file[ROOT_NAME_MAX + sizeof(".conf")];
    char *words[WORDS_MAX];
    int result = 0;

    memset(root, 0, sizeof(*root));
    if (!root_name_valid(name))
        return fault_say(fault, "root", EINVAL, "not a name of a root");
    strcpy(root->name, name);
    snprintf(file, sizeof(file), "%s.conf", name);

    AUTOCLOSE int roots = open_checked(directory, "roots.d", S_IFDIR, fault);
    if (roots < 0 || (root->text = read_text(roots, file, fault)) == NULL)
        return -1;
    char *rest = root->text;
    for (unsigned count = next_words(&rest, words); result == 0 && count > 0; count = next_words(&rest, words)) {
        if (count == 3 && strcmp(words[0], "layer") == 0)
            result = add_layer(root, LAYER_READ_ONLY, words, fault);
        else if (count == 3 && strcmp(words[0], "cache") == 0)
            result = add_layer(root, LAYER_CACHE, words, fault);
        else if (count == 2 && strcmp(words[0], "proc") == 0 && strcmp(words[1], "full") == 0 && !root->proc_full)
            root->proc_full = true;
        else
            result = fault_say(fault, step_config, 0, "%s: not understood: %.60s", file, words[0]);
    }
    if (result == 0 && root->layers_count == 0)
        result = fault_say(fault, step_config, 0, "%s: no layer", file);
    if (result < 0)
        root_config_free(root);
    return result;
}

void root_config_free(struct root_config *root)
{
    free(root->text);
    root->text = NULL;
    root->layers_count = 0;
}
