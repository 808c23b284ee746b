package freehold.worker.rootfs;

import java.nio.file.Path;

/** One name in a root. */
sealed interface RootEntry {
    /** A file of the host, with what it was when it was gathered. */
    record HostFile(Path host, FileStat stat) implements RootEntry {}

    /** A file that we write. */
    record Text(String content) implements RootEntry {}

    /** A symbolic link. */
    record Link(String target) implements RootEntry {}

    /** A folder. */
    record Folder() implements RootEntry {}
}
