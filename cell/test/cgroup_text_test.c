/* The kernel's formats, as text. Needs no privilege. The lines are from real hosts unless they are made to be odd. */
#include "../cgroup_text.h"

#include <stdlib.h>

#include "check.h"

CHECK_MAIN;

static const char V1[] = "35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory\n";
static const char TOGETHER[] =
    "29 25 0:26 / /sys/fs/cgroup/cpu,cpuacct rw,nosuid shared:11 master:3 - cgroup cgroup rw,cpu,cpuacct\n";
static const char V2[] = "25 22 0:23 /../.. /sys/fs/cgroup rw,nosuid,nodev - cgroup2 cgroup2 rw,nsdelegate\n";
static const char DOCKER[] =
    "910 900 0:32 /docker/4f6d /sys/fs/cgroup/memory ro,relatime master:15 - cgroup cgroup rw,memory\n";

static void numbers_are_decimal_and_whole(void)
{
    static const char *const ODD[] = {"",        "\n", " 1", "-1", "+1", "0x10", "1 2", "1\n2", "18446744073709551616",
                                      "maximum", "ma"};
    uint64_t value = 7;

    CLAIM(text_number("0\n", &value) == 0 && value == 0);
    CLAIM(text_number("18446744073709551615", &value) == 0 && value == UINT64_MAX);
    CLAIM(text_number("max\n", &value) == 0 && value == UINT64_MAX);
    value = 7;
    for (size_t i = 0; i < sizeof ODD / sizeof *ODD; i++)
        CLAIM_EQUAL(text_number(ODD[i], &value), -1);
    CLAIM_EQUAL(value, 7);
}

static void a_key_is_a_whole_word_at_the_begin_of_a_line(void)
{
    const char *events = "low 0\nhigh 1\nmax 12\noom 3\noom_kill 4\noom_group_kill 5\n";
    uint64_t value = 0;

    CLAIM(text_keyed(events, "oom", &value) == 0 && value == 3);
    CLAIM(text_keyed(events, "oom_kill", &value) == 0 && value == 4);
    CLAIM(text_keyed(events, "max", &value) == 0 && value == 12);
    CLAIM(text_keyed("max max", "max", &value) == 0 && value == UINT64_MAX);
    CLAIM_EQUAL(text_keyed(events, "kill", &value), -1);
    CLAIM_EQUAL(text_keyed(events, "oom_kill_", &value), -1);
    CLAIM_EQUAL(text_keyed("", "oom", &value), -1);
    CLAIM_EQUAL(text_keyed("oom\noom ", "oom", &value), -1);
    CLAIM_EQUAL(text_keyed("oom 00000000000000000000000000000000000000001", "oom", &value), -1);
}

static void a_list_holds_whole_words(void)
{
    CLAIM(text_lists("rw,cpu,cpuacct", "cpu"));
    CLAIM(text_lists("cpuset cpu io memory pids\n", "pids"));
    CLAIM(!text_lists("rw,cpuacct,cpuset", "cpu"));
    CLAIM(!text_lists("", "cpu"));
}

static void mounts_of_both_versions_are_read(void)
{
    struct text_mount mount;

    CLAIM_EQUAL(text_mount(V1, &mount), 1);
    CLAIM(mount.version == 1 && strcmp(mount.root, "/") == 0 && strcmp(mount.point, "/sys/fs/cgroup/memory") == 0);
    CLAIM(text_lists(mount.options, "memory"));
    CLAIM_EQUAL(text_mount(TOGETHER, &mount), 1);
    CLAIM(text_lists(mount.options, "cpu") && text_lists(mount.options, "cpuacct"));
    CLAIM_EQUAL(text_mount(V2, &mount), 1);
    CLAIM(mount.version == 2 && strcmp(mount.root, "/../..") == 0);
    CLAIM_EQUAL(text_mount(DOCKER, &mount), 1);
    CLAIM(strcmp(mount.root, "/docker/4f6d") == 0);
}

static void other_mounts_and_broken_lines_are_told_apart(void)
{
    struct text_mount mount;

    CLAIM_EQUAL(text_mount("22 1 8:1 / / rw - ext4 /dev/sda1 rw\n", &mount), 0);
    CLAIM_EQUAL(text_mount("22 1 8:1 / /cgroup rw - cgroupish cgroup rw,memory\n", &mount), 0);
    CLAIM_EQUAL(text_mount("", &mount), -1);
    CLAIM_EQUAL(text_mount("22 1 8:1 / /\n", &mount), -1);
    CLAIM_EQUAL(text_mount("22 1 8:1 / / rw cgroup cgroup rw\n", &mount), -1);
    CLAIM_EQUAL(text_mount("22 1 8:1 / / rw -\n", &mount), -1);
    CLAIM_EQUAL(text_mount("22 1 8:1 / / rw - cgroup cgroup\n", &mount), -1);
}

static void spaces_in_mount_points_are_unescaped(void)
{
    struct text_mount mount;

    CLAIM_EQUAL(text_mount("1 1 0:1 / /a\\040b\\134c rw - cgroup2 none rw\n", &mount), 1);
    CLAIM(strcmp(mount.point, "/a b\\c") == 0);
    CLAIM_EQUAL(text_mount("1 1 0:1 / /a\\04 rw - cgroup2 none rw\n", &mount), -1);
    CLAIM_EQUAL(text_mount("1 1 0:1 / /a\\000b rw - cgroup2 none rw\n", &mount), -1);
    CLAIM_EQUAL(text_mount("1 1 0:1 / /a\\777b rw - cgroup2 none rw\n", &mount), -1);
}

static void a_mount_point_too_long_is_refused(void)
{
    static char line[3 * PATH_MAX];
    struct text_mount mount;
    int used = snprintf(line, sizeof line, "1 1 0:1 / /");
    memset(line + used, 'a', PATH_MAX);
    strcpy(line + used + PATH_MAX, " rw - cgroup2 none rw\n");

    CLAIM_EQUAL(text_mount(line, &mount), -1);
}

static void the_own_group_is_found_by_controller(void)
{
    const char *text = "9:name=systemd:/\n4:memory:/a/b:c\n2:cpu,cpuacct:/x\n0::/user.slice\n";
    char path[64];

    CLAIM(text_position(text, "memory", path, sizeof path) == 0 && strcmp(path, "/a/b:c") == 0);
    CLAIM(text_position(text, "cpuacct", path, sizeof path) == 0 && strcmp(path, "/x") == 0);
    CLAIM(text_position(text, "", path, sizeof path) == 0 && strcmp(path, "/user.slice") == 0);
    CLAIM_EQUAL(text_position(text, "pids", path, sizeof path), -1);
    CLAIM_EQUAL(text_position(text, "memory", path, 3), -1);
    CLAIM_EQUAL(text_position("0:\n:::\n4:memory\n", "memory", path, sizeof path), -1);
}

static void a_group_is_named_relative_to_what_is_mounted(void)
{
    CLAIM(strcmp(text_below("/", "/"), "") == 0);
    CLAIM(strcmp(text_below("/a/b", "/"), "a/b") == 0);
    CLAIM(strcmp(text_below("/docker/4f6d/x", "/docker/4f6d"), "x") == 0);
    CLAIM(strcmp(text_below("/docker/4f6d", "/docker/4f6d"), "") == 0);
    CLAIM(text_below("/docker/4f6dead", "/docker/4f6d") == NULL);
    CLAIM(text_below("/other", "/docker/4f6d") == NULL);
}

static void nothing_above_the_namespace_is_ever_named(void)
{
    CLAIM(text_below("/..", "/") == NULL);
    CLAIM(text_below("/../sibling", "/") == NULL);
    CLAIM(text_below("/a/../../b", "/") == NULL);
    CLAIM(strcmp(text_below("/..a", "/"), "..a") == 0);
}

int main(void)
{
    RUN(numbers_are_decimal_and_whole);
    RUN(a_key_is_a_whole_word_at_the_begin_of_a_line);
    RUN(a_list_holds_whole_words);
    RUN(mounts_of_both_versions_are_read);
    RUN(other_mounts_and_broken_lines_are_told_apart);
    RUN(spaces_in_mount_points_are_unescaped);
    RUN(a_mount_point_too_long_is_refused);
    RUN(the_own_group_is_found_by_controller);
    RUN(a_group_is_named_relative_to_what_is_mounted);
    RUN(nothing_above_the_namespace_is_ever_named);
    return check_result();
}
