package freehold.worker.rootfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import freehold.cell.FilterClass;
import freehold.quantity.Digest;
import freehold.runtime.Catalogue;
import freehold.runtime.DefaultLimits;
import freehold.runtime.Installed;
import freehold.runtime.Pack;
import freehold.runtime.Selection;
import freehold.runtime.Step;
import freehold.wire.bundle.LockFile;
import freehold.wire.pack.Additions;
import freehold.wire.pack.CacheRecipe;
import freehold.wire.pack.HostSource;
import freehold.wire.pack.PackFile;
import freehold.wire.pack.PackFiles;
import freehold.wire.pack.Place;
import freehold.wire.pack.RootPart;
import freehold.wire.pack.RootRecipe;
import freehold.wire.pack.RootRecipe.ProcView;
import freehold.wire.pack.VersionProbe;
import freehold.worker.bundle.store.BundleStore;
import freehold.worker.bundle.store.ContentStore;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A toolchain that tests install: env(1) under another name, in a folder that only root can change. */
@Tag("cell")
class HostToolchainsTest {
    private static final List<String> NONE = List.of();

    private final List<String> said = Collections.synchronizedList(new ArrayList<>());
    private Path world;
    private Path tools;
    private Path state;

    @BeforeEach
    void install() throws IOException {
        world = Files.createTempDirectory(Path.of("/var/lib"), "freehold-test");
        Files.setPosixFilePermissions(world, PosixFilePermissions.fromString("rwxr-xr-x"));
        tools = Files.createDirectories(world.resolve("tools"));
        state = world.resolve("state");
        install("2.0");
    }

    @AfterEach
    void clean() throws IOException {
        FolderTree.delete(world);
    }

    @Test
    void makes_a_root_with_the_toolchain_and_what_it_needs_and_tells_the_daemon() throws IOException {
        Installed found = discover(tiny(Optional.empty())).installed().getFirst();

        Path tree = state.resolve("roots").resolve(found.runRoot()).resolve("tree");
        assertThat(tree.resolve("opt/tiny/bin/tiny")).isExecutable();
        assertThat(tree.resolve("usr/lib/" + Toolchain.TRIPLET + "/libc.so.6")).exists();
        assertThat(state.resolve("cell/roots.d/" + found.runRoot() + ".conf")).hasContent("layer " + tree + " /\n");
        assertThat(found.variables()).containsEntry("executable", "/opt/tiny/bin/tiny");
        assertThat(found.size().count()).isGreaterThan(1 << 20);
    }

    @Test
    void does_nothing_the_second_time() throws IOException {
        Catalogue first = discover(tiny(Optional.empty()));
        said.clear();

        Catalogue second = discover(tiny(Optional.empty()));

        assertThat(second).isEqualTo(first);
        assertThat(said).isEmpty();
    }

    @Test
    void gives_a_changed_toolchain_another_digest_and_root_and_prunes_the_old_one() throws IOException {
        Installed before = discover(tiny(Optional.empty())).installed().getFirst();
        Files.writeString(tools.resolve("2.0/notes"), "changed");
        Files.setPosixFilePermissions(tools.resolve("2.0/notes"), PosixFilePermissions.fromString("rw-r--r--"));

        Catalogue catalogue = discover(tiny(Optional.empty()));
        new HostToolchains(state, (_, _) -> {}).prune(catalogue);

        Installed after = catalogue.installed().getFirst();
        assertThat(after.digest()).isNotEqualTo(before.digest());
        assertThat(names("roots")).containsExactly(after.runRoot());
        assertThat(names("cell/roots.d")).containsExactly(after.runRoot() + ".conf");
    }

    @Test
    void puts_the_newest_of_several_first() throws IOException {
        install("10.0");

        Catalogue catalogue = discover(tiny(Optional.empty()));

        assertThat(catalogue.installed()).extracting(Installed::version).containsExactly("10.0", "2.0");
    }

    @Test
    void means_the_higher_of_host_and_bundle_by_a_name_alone() throws IOException {
        bundle("1.9");

        assertThat(versions()).containsExactly("2.0 host", "1.9 bundle");
        assertThat(new HostToolchains(state, (_, _) -> {})
                        .discoverDefaults(List.of(tiny(Optional.empty())))
                        .find("tiny"))
                .isInstanceOfSatisfying(
                        Selection.Found.class,
                        found -> assertThat(found.runtime().version()).isEqualTo("2.0"));

        bundle("2");
        assertThat(versions()).containsExactly("2 bundle", "1.9 bundle", "2.0 host");

        bundle("10.0");
        assertThat(versions()).containsExactly("10.0 bundle", "2 bundle", "1.9 bundle", "2.0 host");
    }

    @Test
    void names_the_package_of_what_is_not_there() throws IOException {
        FolderTree.delete(tools.resolve("2.0"));

        Catalogue catalogue = discover(tiny(Optional.empty()));

        assertThat(catalogue.missing().getFirst().reason()).isEqualTo("not found: install Debian package tiny-tool");
    }

    @Test
    void executes_nothing_that_others_than_root_can_change() throws IOException {
        Files.setPosixFilePermissions(tools, PosixFilePermissions.fromString("rwxrwxrwx"));

        Catalogue catalogue = discover(tiny(Optional.empty()));

        assertThat(catalogue.installed()).isEmpty();
        assertThat(catalogue.missing().getFirst().reason())
                .contains("cannot be trusted: others than root can change " + tools);
        assertThat(said).isEmpty();
    }

    @Test
    void warms_a_cache_to_which_cells_can_add_but_from_which_they_cannot_remove() throws IOException {
        CacheRecipe cache = new CacheRecipe(
                "/cache/tiny", NONE, List.of("/usr/bin/touch", "{cache}/warm"), Map.of("PATH", "/usr/bin"));

        Installed found = discover(tiny(Optional.of(cache))).installed().getFirst();

        Path lower = state.resolve("caches").resolve(found.runRoot()).resolve("lower");
        assertThat(state.resolve("cell/roots.d/" + found.runRoot() + ".conf"))
                .content()
                .contains("cache " + lower + " /cache/tiny\n");
        assertThat(FileStat.of(lower).mode() & 07777).isEqualTo(01777);
        assertThat(FileStat.of(lower.resolve("warm")).mode() & 07777).isEqualTo(0644);
        assertThat(FileStat.of(state.resolve("caches")).mode() & 07777).isEqualTo(0700);
    }

    @Test
    void offers_a_toolchain_whose_cache_cannot_be_filled_with_an_empty_one_and_says_why() throws IOException {
        Path half = world.resolve("half");
        CacheRecipe cache = new CacheRecipe(
                "/cache/tiny",
                List.of("bits"),
                List.of("/usr/bin/cp", "--target-directory={cache}", "/usr/bin/env", half.toString()),
                Map.of());

        Installed found = discover(tiny(Optional.of(cache))).installed().getFirst();

        Path lower = state.resolve("caches").resolve(found.runRoot()).resolve("lower");
        assertThat(found.warning().orElseThrow()).contains("its cache is empty").contains(half.toString());
        assertThat(found.hasBootstraps()).isFalse();
        assertThat(lower).isDirectoryNotContaining("glob:**env");
        assertThat(FileStat.of(lower.resolve("bits")).mode() & 07777).isEqualTo(01777);
    }

    @Test
    void tries_a_failed_cache_again_after_a_pruning_and_not_before() throws IOException {
        Path half = world.resolve("half");
        CacheRecipe cache =
                new CacheRecipe("/cache/tiny", NONE, List.of("/usr/bin/cp", half.toString(), "{cache}/half"), Map.of());
        discover(tiny(Optional.of(cache)));
        Files.writeString(half, "whole by now");

        Catalogue again = discover(tiny(Optional.of(cache)));
        new HostToolchains(state, (_, _) -> {}).prune(again);
        Catalogue mended = discover(tiny(Optional.of(cache)));

        assertThat(again.installed().getFirst().warning()).isPresent();
        assertThat(mended.installed().getFirst().warning()).isEmpty();
        assertThat(state.resolve("caches")
                        .resolve(mended.installed().getFirst().runRoot())
                        .resolve("lower/half"))
                .hasContent("whole by now");
    }

    @Test
    void makes_a_root_of_ours_in_which_its_program_runs() throws IOException, ToolchainUnusable {
        Installed found = discover(ours("sh")).installed().getFirst();

        Path tree = state.resolve("roots").resolve(found.runRoot()).resolve("tree");
        List<String> argv = List.of(
                "/usr/sbin/chroot",
                "--userspec=1000:1000",
                tree.toString(),
                "/bin/sh",
                "-c",
                "id -un; echo a b | awk '{print $2}'; ls /");
        assertThat(HostCommand.run(argv, Map.of("PATH", "/usr/bin"), world, Duration.ofSeconds(10))
                        .output())
                .isEqualTo("user\nb\nbin\ndev\netc\nlib\nlib64\nmnt\nproc\ntmp\nusr\nw\nwork\n");
    }

    @Test
    void a_c_program_is_linked_by_gold_unless_another_linker_is_asked_for() throws IOException, ToolchainUnusable {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/gcc")) && Files.isExecutable(Path.of("/usr/bin/ld.gold")));
        PackFile c = ours("c");
        Path root = state.resolve("roots")
                .resolve(discover(c).installed().getFirst().buildRoot().orElseThrow())
                .resolve("tree");
        Files.writeString(root.resolve("work/main.c"), "int main(void) { return 0; }\n");

        Map<String, String> env = new TreeMap<>(c.pack().build().orElseThrow().env());
        env.put("PATH", "/usr/bin");
        assertThat(linker(root, env)).contains("gold");
        assertThat(linker(root, env, "-fuse-ld=bfd", "-static-pie")).doesNotContain("gold");
    }

    /** What the built program says of its linker: gold leaves its version in a section of its own (elfcpp.h, NT_GNU_GOLD_VERSION). */
    private String linker(Path root, Map<String, String> env, String... buildArgs)
            throws IOException, ToolchainUnusable {
        List<String> build = new ArrayList<>(List.of("/usr/sbin/chroot", root.toString(), "/usr/bin/gcc"));
        build.addAll(List.of(buildArgs));
        build.addAll(List.of("-o", "/work/program", "/work/main.c"));
        HostCommand.run(build, env, world, Duration.ofSeconds(30));
        return Files.readString(root.resolve("work/program"), StandardCharsets.ISO_8859_1);
    }

    private static PackFile ours(String name) throws IOException {
        return PackFiles.read(Path.of(System.getProperty("freehold.home"), "runtimes")).stream()
                .filter(each -> each.pack().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private List<String> versions() {
        return discover(tiny(Optional.empty())).installed().stream()
                .map(each -> each.version() + " " + each.source())
                .toList();
    }

    private void bundle(String version) throws IOException {
        StorePaths paths = new StorePaths(state);
        Tree tree = new Tree();
        byte[] program = version.getBytes(StandardCharsets.UTF_8);
        tree.add("bin/tiny", new ContentStore(paths).keep(new ByteArrayInputStream(program), Node.Access.EXECUTABLE));
        LockFile lock = LockFile.ofImage("tiny", version, new TreeMap<>(Map.of("executable", "/bin/tiny")));
        new BundleStore(paths).add(tree, lock);
    }

    private Catalogue discover(PackFile file) {
        return new HostToolchains(state, (runtime, doing) -> said.add(runtime + ": " + doing)).discover(List.of(file));
    }

    private PackFile tiny(Optional<CacheRecipe> cache) {
        Step run = new Step(List.of("{executable}"), Map.of(), FilterClass.INTERPRETED, DefaultLimits.RUN, NONE);
        Pack pack = new Pack("tiny", "Tiny", NONE, NONE, NONE, "main", Optional.empty(), run, List.of());
        RootPart part = new RootPart(NONE, List.of("{home}"), NONE, NONE, Map.of(), Map.of(), Map.of(), NONE);
        Place place = new Place(
                List.of(tools + "/*/bin/tiny"),
                Optional.of(".."),
                Optional.empty(),
                new RootRecipe("tiny", List.of(part), ProcView.PROCESSES, cache));
        VersionProbe probe = new VersionProbe(
                List.of("{executable}", "/usr/bin/cat", "{executable}.version"), Pattern.compile("is ([0-9.]+)"), "");
        return new PackFile(
                pack,
                "none",
                "",
                Optional.of(new HostSource("tiny-tool", probe, List.of(place))),
                Additions.none(),
                tools,
                new Digest("0".repeat(64)));
    }

    private void install(String version) throws IOException {
        Path bin = Files.createDirectories(tools.resolve(version).resolve("bin"));
        Files.copy(Path.of("/usr/bin/env"), bin.resolve("tiny"));
        Files.setPosixFilePermissions(bin.resolve("tiny"), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(bin.resolve("tiny.version"), "is " + version + "\n");
    }

    private List<String> names(String folder) throws IOException {
        try (Stream<Path> entries = Files.list(state.resolve(folder))) {
            return entries.map(each -> each.getFileName().toString()).toList();
        }
    }
}
