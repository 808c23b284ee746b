/*
 * config.h: what root has told the daemon (CONFIG.md). Nobody else can: each directory on the way and each file must
 * belong to uid 0 and be writable by nobody else, and all is opened step by step without following a link.
 */
#ifndef FREEHOLD_CONFIG_H
#define FREEHOLD_CONFIG_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "fault.h"

enum {
    CELLS_MAX = 4096,
    ROOT_LAYERS_MAX = 64,
    ROOT_NAME_MAX = 128,
    CONFIG_FILE_MAX = 64 * 1024,
};

struct config {
    uint64_t peer_uid;
    uint64_t cells_max;
    uint64_t memory_bytes_max;
    uint64_t processes_max;
    uint64_t disk_bytes_max;
    uint64_t disk_inodes_max;
    uint64_t open_files_max;
    uint64_t file_bytes_max;
    uint64_t cpu_us_max;
    uint64_t wall_us_max;
    uint64_t output_bytes_max;
};

enum layer_kind { LAYER_READ_ONLY, LAYER_CACHE };

struct layer {
    enum layer_kind kind;
    const char *host;
    const char *cell;
};

/* One file of roots.d. `text` owns the paths. */
struct root_config {
    char name[ROOT_NAME_MAX + 1];
    struct layer layers[ROOT_LAYERS_MAX];
    unsigned layers_count;
    bool proc_full;
    char *text;
};

/* A descriptor of the directory, after every component of `path` was found to be root's. */
int config_open(const char *path, struct fault *fault);
int config_read(int directory, struct config *config, struct fault *fault);

bool root_name_valid(const char *name);
/* Refuses a name that is not valid or has no file. `root->text` is freed by root_config_free. */
int root_config_read(int directory, const char *name, struct root_config *root, struct fault *fault);
void root_config_free(struct root_config *root);

#endif
