#include "cgroup_text.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

int text_number(const char *text, uint64_t *value)
{
    uint64_t sum = 0;
    const char *at = text;
    if (strncmp(text, "max", 3) == 0) {
        sum = UINT64_MAX;
        at = text + 3;
    } else {
        if (!isdigit((unsigned char)*at))
            return -1;
        for (; isdigit((unsigned char)*at); at++) {
            unsigned digit = (unsigned)(*at - '0');
            if (sum > (UINT64_MAX - digit) / 10)
                return -1;
            sum = sum * 10 + digit;
        }
    }
    if (*at == '\n')
        at++;
    if (*at != '\0')
        return -1;
    *value = sum;
    return 0;
}

int text_keyed(const char *text, const char *key, uint64_t *value)
{
    size_t key_length = strlen(key);
    for (const char *line = text; *line != '\0';) {
        size_t length = strcspn(line, "\n");
        if (length > key_length && length - key_length < 32 && line[key_length] == ' ' &&
            strncmp(line, key, key_length) == 0) {
            char number[32];
            size_t digits = length - key_length - 1;
            memcpy(number, line + key_length + 1, digits);
            number[digits] = '\0';
            return text_number(number, value);
        }
        line += length;
        if (*line == '\n')
            line++;
    }
    return -1;
}

bool text_lists(const char *words, const char *word)
{
    size_t wanted = strlen(word);
    while (*words != '\0') {
        size_t length = strcspn(words, ", \t\n");
        if (length == wanted && strncmp(words, word, wanted) == 0)
            return true;
        words += length;
        words += strspn(words, ", \t\n");
    }
    return false;
}

/* Copies a field of mountinfo, in which \040 is a space, and so on. */
static int unescape(const char *from, size_t length, char *to, size_t size)
{
    size_t used = 0;
    for (size_t at = 0; at < length; at++) {
        if (used + 1 >= size)
            return -1;
        if (from[at] != '\\') {
            to[used++] = from[at];
            continue;
        }
        unsigned code = 0;
        for (int digit = 0; digit < 3; digit++) {
            at++;
            if (at >= length || from[at] < '0' || from[at] > '7')
                return -1;
            code = code * 8 + (unsigned)(from[at] - '0');
        }
        if (code == 0 || code > 255)
            return -1;
        to[used++] = (char)code;
    }
    to[used] = '\0';
    return 0;
}

/* Steps to the next field; its length comes back, 0 at the end of the line. */
static size_t field(const char **at)
{
    *at += strspn(*at, " ");
    return strcspn(*at, " \n");
}

int text_mount(const char *line, struct text_mount *mount)
{
    const char *fields[6];
    size_t lengths[6];
    const char *at = line;
    for (int i = 0; i < 6; i++) {
        lengths[i] = field(&at);
        fields[i] = at;
        if (lengths[i] == 0)
            return -1;
        at += lengths[i];
    }
    size_t length;
    do { /* optional fields, up to a lone dash */
        length = field(&at);
        if (length == 0)
            return -1;
        at += length;
    } while (length != 1 || at[-1] != '-');

    length = field(&at);
    if (length == strlen("cgroup") && strncmp(at, "cgroup", length) == 0)
        mount->version = 1;
    else if (length == strlen("cgroup2") && strncmp(at, "cgroup2", length) == 0)
        mount->version = 2;
    else
        return length == 0 ? -1 : 0;
    at += length;
    at += field(&at);
    length = field(&at);
    if (length == 0 || unescape(at, length, mount->options, sizeof mount->options) < 0)
        return -1;
    if (unescape(fields[3], lengths[3], mount->root, sizeof mount->root) < 0)
        return -1;
    return unescape(fields[4], lengths[4], mount->point, sizeof mount->point) < 0 ? -1 : 1;
}

int text_position(const char *text, const char *controller, char *path, size_t size)
{
    for (const char *line = text; *line != '\0';) {
        size_t length = strcspn(line, "\n");
        const char *first = memchr(line, ':', length);
        const char *second = first == NULL ? NULL : memchr(first + 1, ':', length - (size_t)(first + 1 - line));
        if (second != NULL && second[1] == '/') {
            char controllers[256];
            size_t bytes = (size_t)(second - first - 1);
            size_t path_bytes = length - (size_t)(second + 1 - line);
            if (bytes < sizeof controllers && path_bytes < size) {
                memcpy(controllers, first + 1, bytes);
                controllers[bytes] = '\0';
                if (*controller == '\0' ? bytes == 0 : text_lists(controllers, controller)) {
                    memcpy(path, second + 1, path_bytes);
                    path[path_bytes] = '\0';
                    return 0;
                }
            }
        }
        line += length;
        if (*line == '\n')
            line++;
    }
    return -1;
}

const char *text_below(const char *path, const char *root)
{
    size_t length = strcmp(root, "/") == 0 ? 0 : strlen(root);
    if (strncmp(path, root, length) != 0 || (path[length] != '/' && path[length] != '\0'))
        return NULL;
    path += length;
    for (const char *up = path; (up = strstr(up, "/..")) != NULL; up += 3)
        if (up[3] == '/' || up[3] == '\0')
            return NULL; /* above what this cgroup namespace shows */
    return path + strspn(path, "/");
}
