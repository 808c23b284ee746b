package freehold.worker.rootfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freehold.quantity.Digest;
import freehold.worker.rootfs.RootEntry.Folder;
import freehold.worker.rootfs.RootEntry.HostFile;
import freehold.worker.rootfs.RootEntry.Link;
import freehold.worker.rootfs.RootEntry.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("cell")
class RootTreeTest {
    @TempDir
    Path folder;

    private Path tool;
    private Path tree;

    @BeforeEach
    void prepare() throws IOException {
        tool = Files.writeString(folder.resolve("tool"), "#!/bin/sh\n");
        Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setLastModifiedTime(tool, FileTime.from(Instant.parse("2020-02-02T02:02:02Z")));
        tree = Files.createDirectory(folder.resolve("tree"));
    }

    @Test
    void writes_folders_links_texts_and_files() throws IOException {
        Map<String, RootEntry> entries = Map.of(
                "/usr", new Folder(),
                "/usr/tool", new HostFile(tool, FileStat.of(tool)),
                "/bin", new Link("usr"),
                "/hosts", new Text("127.0.0.1 localhost\n"));

        new RootTree(new TreeMap<>(entries)).write(tree);

        assertThat(tree.resolve("usr/tool")).hasContent("#!/bin/sh\n").isExecutable();
        assertThat(Files.getLastModifiedTime(tree.resolve("usr/tool"))).isEqualTo(Files.getLastModifiedTime(tool));
        assertThat(Files.readSymbolicLink(tree.resolve("bin"))).isEqualTo(Path.of("usr"));
        assertThat(tree.resolve("hosts")).hasContent("127.0.0.1 localhost\n");
    }

    @Test
    void never_shares_a_file_that_others_could_write_or_that_changes_identity() throws IOException {
        Path open = Files.writeString(folder.resolve("open"), "open");
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-rw-rw-"));
        Path setuid = Files.writeString(folder.resolve("setuid"), "setuid");
        Files.setAttribute(setuid, "unix:mode", 04755);
        Map<String, RootEntry> entries = Map.of(
                "/open", new HostFile(open, FileStat.of(open)),
                "/setuid", new HostFile(setuid, FileStat.of(setuid)));

        new RootTree(new TreeMap<>(entries)).write(tree);

        assertThat(FileStat.of(tree.resolve("open")).inode())
                .isNotEqualTo(FileStat.of(open).inode());
        assertThat(FileStat.of(tree.resolve("open")).mode() & 07777).isEqualTo(0644);
        assertThat(FileStat.of(tree.resolve("setuid")).mode() & 07777).isEqualTo(0755);
    }

    @Test
    void refuses_a_file_that_changed_after_it_was_gathered() throws IOException {
        Map<String, RootEntry> entries = Map.of("/tool", new HostFile(tool, FileStat.of(tool)));
        Files.writeString(tool, "something else");

        assertThatThrownBy(() -> new RootTree(new TreeMap<>(entries)).write(tree))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("changed while its root was made");
    }

    @Test
    void has_a_digest_of_contents_paths_and_modes_but_not_of_times() throws IOException {
        Digest before = digest("/tool");

        Files.setLastModifiedTime(tool, FileTime.from(Instant.parse("2021-01-01T00:00:00Z")));
        Digest touched = digest("/tool");
        Digest moved = digest("/other");
        Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rw-r--r--"));
        Digest plain = digest("/tool");
        Files.writeString(tool, "#!/bin/ash");
        Digest written = digest("/tool");

        assertThat(touched).isEqualTo(before);
        assertThat(before).isNotIn(moved, plain, written);
        assertThat(plain).isNotIn(moved, written);
    }

    @Test
    void remembers_hashes_from_one_start_to_the_next() throws IOException {
        Path memory = folder.resolve("hashes");
        FileHashes first = new FileHashes(memory);
        byte[] hash = first.of(tool, FileStat.of(tool));
        first.save();
        FileStat stat = FileStat.of(tool);
        Files.delete(tool);

        byte[] again = new FileHashes(memory).of(tool, stat);

        assertThat(again).isEqualTo(hash);
    }

    private Digest digest(String path) throws IOException {
        Map<String, RootEntry> entries = Map.of(path, new HostFile(tool, FileStat.of(tool)));
        return new RootTree(new TreeMap<>(entries)).digest(new FileHashes(folder.resolve("hashes")));
    }
}
