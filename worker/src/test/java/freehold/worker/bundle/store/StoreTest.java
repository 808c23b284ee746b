package freehold.worker.bundle.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freehold.quantity.Bytes;
import freehold.quantity.Digest;
import freehold.wire.bundle.LockFile;
import freehold.wire.bundle.Wants;
import freehold.worker.bundle.tree.Node;
import freehold.worker.bundle.tree.Tree;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreTest {
    @TempDir
    Path state;

    private StorePaths paths;
    private ContentStore files;
    private BundleStore bundles;

    @BeforeEach
    void open() {
        paths = new StorePaths(state);
        files = new ContentStore(paths);
        bundles = new BundleStore(paths);
    }

    @Test
    void makes_a_tree_of_links_to_the_store() throws Exception {
        Node.File program = keep("program", Node.Access.EXECUTABLE);
        InstalledBundle bundle = bundles.add(tree(program), lock("one"));

        Path made = bundle.tree().resolve("bin/program");
        assertThat(Files.getAttribute(made, "unix:nlink")).isEqualTo(2);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
                .isEqualTo("rwxr-xr-x");
        assertThat(Files.readSymbolicLink(bundle.tree().resolve("outside"))).hasToString("/etc/passwd");
        assertThat(Files.getLastModifiedTime(bundle.tree().resolve("bin"))).isEqualTo(StorePaths.EPOCH);
        assertThat(bundles.installed()).containsExactly(bundle);
    }

    @Test
    void has_one_tree_for_two_bundles_until_both_are_removed() throws Exception {
        Tree tree = tree(keep("program", Node.Access.READABLE));
        InstalledBundle one = bundles.add(tree, lock("one"));
        InstalledBundle other =
                bundles.addToTree(lock("other").sealed(one.digest())).orElseThrow();

        assertThat(other.tree()).isEqualTo(one.tree());
        assertThat(bundles.installed()).containsExactly(one, other);

        bundles.remove(BundleName.of(one.lock()));
        assertThat(bundles.installed()).containsExactly(other);
        assertThat(other.tree().resolve("bin/program")).exists();

        bundles.remove(BundleName.of(other.lock()));
        assertThat(bundles.installed()).isEmpty();
        assertThat(other.tree()).doesNotExist();
    }

    @Test
    void has_in_force_what_was_installed_last_of_one_version() throws Exception {
        InstalledBundle older = bundles.add(tree(keep("older", Node.Access.READABLE)), lock("one"));
        Files.setLastModifiedTime(older.tree().resolveSibling("one@1.lock.yaml"), StorePaths.EPOCH);
        InstalledBundle newer = bundles.add(tree(keep("newer", Node.Access.READABLE)), lock("one"));

        assertThat(bundles.installed()).containsExactly(newer);
        assertThat(bundles.superseded()).containsExactly(BundleName.of(older.lock()));

        Files.setLastModifiedTime(newer.tree().resolveSibling("one@1.lock.yaml"), StorePaths.EPOCH);
        bundles.addToTree(older.lock());

        assertThat(bundles.installed()).containsExactly(older);
    }

    @Test
    void names_no_bundle_whose_tree_is_not_here() throws Exception {
        LockFile sealed = lock("one").sealed(new Digest("00".repeat(32)));

        assertThat(bundles.addToTree(sealed)).isEmpty();
        assertThat(bundles.names()).isEmpty();
    }

    @Test
    void keeps_equal_contents_once_a_mode() throws Exception {
        keep("same", Node.Access.READABLE);
        keep("same", Node.Access.READABLE);
        keep("same", Node.Access.EXECUTABLE);

        try (Stream<Path> all = Files.walk(state.resolve("store/files"))) {
            assertThat(all.filter(Files::isRegularFile)).hasSize(2);
        }
    }

    @Test
    void notices_a_bundle_that_was_changed() throws Exception {
        InstalledBundle bundle = bundles.add(tree(keep("program", Node.Access.READABLE)), lock("one"));
        assertThat(bundles.check(bundle.digest())).isTrue();

        Files.writeString(bundle.tree().resolve("bin/program"), "progrAm");

        assertThat(bundles.check(bundle.digest())).isFalse();
    }

    @Test
    void prunes_what_no_bundle_links_to_and_nothing_else() throws Exception {
        InstalledBundle kept = bundles.add(tree(keep("kept", Node.Access.READABLE)), lock("kept"));
        InstalledBundle removed = bundles.add(tree(keep("removed", Node.Access.READABLE)), lock("removed"));
        keep("never used", Node.Access.READABLE);

        bundles.remove(BundleName.of(removed.lock()));
        Pruner.Pruned pruned = new Pruner(paths, bundles).pruneFiles();

        assertThat(pruned).isEqualTo(new Pruner.Pruned(2, new Bytes("removednever used".length())));
        assertThat(bundles.installed()).containsExactly(kept);
        assertThat(bundles.check(kept.digest())).isTrue();
    }

    @Test
    void prunes_inputs_only_when_told() throws Exception {
        Path fetched = Files.writeString(state.resolve("fetched"), "a package");
        Digest digest = new InputStore(paths).adopt(fetched);

        new Pruner(paths, bundles).pruneFiles();
        assertThat(new InputStore(paths).has(digest)).isTrue();

        new Pruner(paths, bundles).pruneFilesAndInputs();
        assertThat(new InputStore(paths).has(digest)).isFalse();
    }

    @Test
    void treats_a_damaged_input_as_absent() throws Exception {
        InputStore inputs = new InputStore(paths);
        Digest digest = inputs.adopt(Files.writeString(state.resolve("fetched"), "a package"));
        Path kept = inputs.find(digest).orElseThrow();

        Files.writeString(kept, "a p4ckage");

        assertThat(inputs.find(digest)).isEmpty();
        assertThat(kept).doesNotExist();
    }

    @Test
    void refuses_an_input_that_is_not_the_one_that_was_locked() throws Exception {
        InputStore inputs = new InputStore(paths);
        Path fetched = Files.writeString(state.resolve("fetched"), "other");
        Digest expected = new Digest("00".repeat(32));

        assertThatThrownBy(() -> inputs.adopt(fetched, expected, new Bytes(5), ""))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not the file that was locked");
        assertThat(inputs.has(expected)).isFalse();
    }

    @Test
    void lets_one_change_it_at_a_time() throws Exception {
        try (StoreLock _ = StoreLock.take(paths)) {
            assertThatThrownBy(() -> StoreLock.take(paths))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("changes this store");
        }
        StoreLock.take(paths).close();
    }

    @Test
    void sweeps_what_a_dead_process_left_half_made() throws Exception {
        Files.writeString(paths.partial(), "half");

        StoreLock.take(paths).close();

        assertThat(state.resolve("store/partial")).doesNotExist();
    }

    private Node.File keep(String text, Node.Access access) throws IOException {
        return files.keep(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), access);
    }

    private static Tree tree(Node.File program) throws IOException {
        Tree tree = new Tree();
        tree.add("bin/program", program);
        tree.add("outside", new Node.Link("/etc/passwd"));
        return tree;
    }

    private static LockFile lock(String name) {
        Wants nothing = new Wants(List.of(), new TreeMap<>(), new TreeMap<>(), "3.13", new TreeMap<>());
        return new LockFile(
                name,
                "1",
                "bookworm",
                nothing,
                List.of(),
                List.of(),
                new TreeMap<>(),
                Optional.empty(),
                LockFile.Proc.OWN,
                Optional.empty());
    }
}
