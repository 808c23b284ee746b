package freehold.worker.rootfs;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.cell.FilterClass;
import freehold.quantity.Digest;
import freehold.runtime.Catalogue;
import freehold.runtime.DefaultLimits;
import freehold.runtime.Installed;
import freehold.runtime.Missing;
import freehold.runtime.Pack;
import freehold.runtime.Step;
import freehold.wire.bundle.LockFile;
import freehold.wire.bundle.Wants;
import freehold.wire.pack.Additions;
import freehold.wire.pack.CacheRecipe;
import freehold.wire.pack.PackFile;
import freehold.wire.pack.RootPart;
import freehold.wire.pack.RootRecipe;
import freehold.wire.pack.RootRecipe.ProcView;
import freehold.worker.bundle.store.BundleStore;
import freehold.worker.bundle.store.ContentStore;
import freehold.worker.bundle.store.InstalledBundle;
import freehold.worker.bundle.store.StorePaths;
import freehold.worker.bundle.tree.Node;
import freehold.worker.bundle.tree.Tree;
import freehold.worker.folder.FolderTree;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Bundles of one file each, of a language that this host cannot have. */
@Tag("cell")
class BundleRootsTest {
    private static final Map<String, String> COMMAND = Map.of("executable", "/bin/tiny");

    private Path state;
    private Path pack;

    @BeforeEach
    void make() throws IOException {
        state = Files.createTempDirectory(Path.of("/var/lib"), "freehold-test");
        Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("rwxr-xr-x"));
        pack = Files.createDirectory(state.resolve("pack"));
    }

    @AfterEach
    void clean() throws IOException {
        FolderTree.delete(state);
    }

    @Test
    void offers_a_bundle_as_one_layer_and_starts_it_cold() throws IOException {
        InstalledBundle bundle = install("tiny", "1.0", Optional.empty(), COMMAND);

        Installed found = discover().installed().getFirst();

        assertThat(found.version()).isEqualTo("1.0");
        assertThat(found.hasBootstraps()).isFalse();
        assertThat(configuration(found)).hasSize(2);
        assertThat(configuration(found).getFirst()).isEqualTo("layer " + bundle.tree() + " /");
        assertThat(configuration(found).getLast()).startsWith("layer " + state.resolve("roots/names-"));
    }

    @Test
    void shows_what_the_pack_adds_beside_the_tree_and_starts_it_warm() throws IOException {
        InstalledBundle bundle = install("tiny", "1.0", Optional.empty(), COMMAND);
        RootPart texts = part(Map.of("/freehold/wait", "for a program"));

        Installed found = discover(adding(texts, Optional.empty())).installed().getFirst();

        List<String> lines = configuration(found);
        assertThat(lines).first().isEqualTo("layer " + bundle.tree() + " /");
        assertThat(Path.of(lines.getLast().split(" ")[1]).resolve("freehold/wait"))
                .hasContent("for a program");
        assertThat(found.hasBootstraps()).isTrue();
    }

    @Test
    void leaves_out_a_bundle_that_has_something_where_the_pack_adds() throws IOException {
        Tree tree = new Tree();
        tree.add("cache", new Node.Link("tmp"));
        install("tiny", "1.0", Optional.empty(), COMMAND, tree);
        RootPart texts = part(Map.of("/cache/tiny/wait", "for a program"));

        Catalogue found = discover(adding(texts, Optional.empty()));

        assertThat(found.missing().getFirst().reason()).contains("its tree has /cache itself");
    }

    @Test
    void adds_nothing_to_a_version_that_the_pack_leaves_bare() throws IOException {
        install("tiny", "other-1.0", Optional.empty(), COMMAND);
        RootPart texts = part(Map.of("/freehold/wait", "for a program"));

        Installed found = discover(adding(texts, Optional.empty())).installed().getFirst();

        assertThat(configuration(found)).hasSize(2);
        assertThat(configuration(found).getLast()).contains("/roots/names-");
        assertThat(found.hasBootstraps()).isFalse();
        assertThat(found.warning()).isEmpty();
    }

    @Test
    void fills_a_cache_by_a_program_of_the_bundle_at_its_place_in_the_bundle() throws IOException {
        installTools();
        CacheRecipe recipe = new CacheRecipe(
                "/cache/tiny", List.of("bits"), List.of("/usr/bin/touch", "{cache}/bits/{major}"), Map.of());

        Installed found = discover(adding(part(Map.of()), Optional.of(recipe)))
                .installed()
                .getFirst();

        String line = configuration(found).getLast();
        assertThat(line).startsWith("cache " + state.resolve("caches")).endsWith(" /cache/tiny");
        Path made = Path.of(line.split(" ")[1]).resolve("bits/1");
        assertThat(made).isRegularFile();
        assertThat(FileStat.of(made).uid()).isZero();
        assertThat(found.warning()).isEmpty();
    }

    @Test
    void lets_what_fills_a_cache_change_nothing_of_the_bundle() throws IOException {
        InstalledBundle bundle = installTools();
        CacheRecipe recipe = new CacheRecipe(
                "/cache/tiny", List.of(), List.of("/usr/bin/touch", "/usr/bin/touch", "/etc/passed"), Map.of());

        Installed found = discover(adding(part(Map.of()), Optional.of(recipe)))
                .installed()
                .getFirst();

        assertThat(found.warning().orElseThrow()).contains("/usr/bin/touch").contains("Permission denied");
        assertThat(found.hasBootstraps()).isFalse();
        assertThat(new BundleStore(new StorePaths(state)).check(bundle.digest()))
                .isTrue();
        assertThat(state.resolve("caches")).isDirectoryNotContaining("glob:**/.new-*");
    }

    @Test
    void puts_the_highest_version_first_and_variants_last() throws IOException {
        install("tiny", "fast-4.0", Optional.empty(), COMMAND);
        install("tiny", "3.9", Optional.empty(), COMMAND);
        install("tiny", "3.10", Optional.empty(), COMMAND);

        assertThat(discover().installed()).extracting(Installed::version).containsExactly("3.10", "3.9", "fast-4.0");
    }

    @Test
    void runs_programs_in_the_root_that_the_lock_names_and_only_if_it_is_here() throws IOException {
        install("tiny", "1.0", Optional.of("plain"), COMMAND);
        assertThat(reason())
                .contains("the bundle tiny 1.0 cannot be used: its programs run in plain, which is not here");

        InstalledBundle plain = install("plain", "1", Optional.empty(), Map.of());

        assertThat(discover().installed().getFirst().runRoot())
                .startsWith("bundle-" + plain.digest().hex().substring(0, 16));
    }

    @Test
    void is_another_runtime_when_its_lock_changes_and_its_tree_does_not() throws IOException {
        InstalledBundle bundle = install("tiny", "1.0", Optional.empty(), COMMAND);
        Installed before = discover().installed().getFirst();
        LockFile lock = bundle.lock();
        LockFile changed = new LockFile(
                lock.bundle(),
                lock.version(),
                lock.suite(),
                lock.wants(),
                lock.fixes(),
                lock.packages(),
                lock.variables(),
                lock.runRoot(),
                LockFile.Proc.FULL,
                lock.tree());

        new BundleStore(new StorePaths(state)).addToTree(changed);
        Installed after = discover().installed().getFirst();

        assertThat(after.runRoot()).isNotEqualTo(before.runRoot()).contains("-proc");
        assertThat(after.digest()).isNotEqualTo(before.digest());
    }

    @Test
    void leaves_out_a_bundle_that_lacks_what_the_command_asks_for() throws IOException {
        install("tiny", "1.0", Optional.empty(), Map.of());

        assertThat(reason()).contains("its lock lacks a variable: no value for {executable}");
    }

    @Test
    void leaves_out_a_damaged_bundle_and_offers_the_others() throws IOException {
        InstalledBundle damaged = install("tiny", "2.0", Optional.empty(), COMMAND);
        install("tiny", "1.0", Optional.empty(), COMMAND);
        Files.writeString(damaged.tree().resolveSibling("tiny@2.0.lock.yaml"), "lock: 9\n");

        assertThat(discover().installed()).extracting(Installed::version).containsExactly("1.0");
    }

    @Test
    void says_how_to_get_what_is_not_installed() {
        assertThat(reason()).isEqualTo("not found: freehold runtime install tiny");
    }

    private String reason() {
        return discover().missing().stream().map(Missing::reason).findFirst().orElseThrow();
    }

    private List<String> configuration(Installed found) throws IOException {
        return Files.readAllLines(state.resolve("cell/roots.d/" + found.runRoot() + ".conf"));
    }

    private static RootPart part(Map<String, String> texts) {
        List<String> none = List.of();
        return new RootPart(none, none, none, none, texts, Map.of(), Map.of(), none);
    }

    private static Additions adding(RootPart part, Optional<CacheRecipe> cache) {
        RootRecipe recipe = new RootRecipe("tiny-added", List.of(part), ProcView.PROCESSES, cache);
        return new Additions(Optional.empty(), Optional.of(recipe), List.of("other-*"));
    }

    private Catalogue discover() {
        return discover(Additions.none());
    }

    private Catalogue discover(Additions additions) {
        Step run = new Step(
                List.of("{executable}", "{entry}"), Map.of(), FilterClass.INTERPRETED, DefaultLimits.RUN, List.of());
        Pack language =
                new Pack("tiny", "Tiny", List.of(), List.of(), List.of(), "main", Optional.empty(), run, List.of());
        PackFile file =
                new PackFile(language, "none", "", Optional.empty(), additions, pack, new Digest("0".repeat(64)));
        return new HostToolchains(state, (_, _) -> {}).discover(List.of(file));
    }

    /** A bundle that can make a file: touch(1) of this host, and the C library. */
    private InstalledBundle installTools() throws IOException {
        ContentStore files = new ContentStore(new StorePaths(state));
        Tree tree = new Tree();
        String loader = "/lib64/ld-linux-x86-64.so.2";
        for (String each : List.of("/usr/bin/touch", loader, "/lib/" + Toolchain.TRIPLET + "/libc.so.6")) {
            tree.add(each.substring(1), files.keep(Files.newInputStream(Path.of(each)), Node.Access.EXECUTABLE));
        }
        tree.add("bin/tiny", files.keep(new ByteArrayInputStream(new byte[] {1}), Node.Access.EXECUTABLE));
        return install("tiny", "1.0", Optional.empty(), COMMAND, tree);
    }

    /** Each bundle has a tree of its own, for its file says which it is. */
    private InstalledBundle install(String name, String version, Optional<String> root, Map<String, String> variables)
            throws IOException {
        StorePaths paths = new StorePaths(state);
        Tree tree = new Tree();
        byte[] program = (name + version).getBytes(StandardCharsets.UTF_8);
        tree.add("bin/tiny", new ContentStore(paths).keep(new ByteArrayInputStream(program), Node.Access.EXECUTABLE));
        return install(name, version, root, variables, tree);
    }

    private InstalledBundle install(
            String name, String version, Optional<String> root, Map<String, String> variables, Tree tree)
            throws IOException {
        StorePaths paths = new StorePaths(state);
        Wants nothing = new Wants(List.of(), new TreeMap<>(), new TreeMap<>(), "3.13", new TreeMap<>());
        LockFile lock = new LockFile(
                name,
                version,
                "bookworm",
                nothing,
                List.of(),
                List.of(),
                new TreeMap<>(variables),
                root,
                LockFile.Proc.OWN,
                Optional.empty());
        return new BundleStore(paths).add(tree, lock);
    }
}
