package freehold.worker.bundle.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freehold.quantity.Digest;
import freehold.wire.bundle.LockFile;
import freehold.wire.bundle.Wants;
import freehold.wire.oci.Descriptor;
import freehold.wire.oci.ImageCodec;
import freehold.wire.oci.Manifest;
import freehold.worker.bundle.archive.TarArchive;
import freehold.worker.bundle.store.BundleStore;
import freehold.worker.bundle.store.ContentStore;
import freehold.worker.bundle.store.Hashing;
import freehold.worker.bundle.store.InstalledBundle;
import freehold.worker.bundle.store.StorePaths;
import freehold.worker.bundle.tree.Node;
import freehold.worker.bundle.tree.Tree;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageTest {
    private final ImageCodec codec = new ImageCodec();

    @TempDir
    Path work;

    @Test
    void brings_a_bundle_to_another_machine_and_back_to_the_same_bytes() throws Exception {
        Path archive = work.resolve("lua.tar");
        Path again = work.resolve("again.tar");
        InstalledBundle bundle = install("here");
        exporter("here").export(List.of(new Exporter.Item(bundle, Optional.of("pack: test\n"))), archive);

        List<Importer.Imported> imported = importer("there").importBundles(archive);
        exporter("there")
                .export(
                        List.of(new Exporter.Item(
                                imported.getFirst().bundle(),
                                imported.getFirst().pack())),
                        again);

        assertThat(imported).hasSize(1);
        assertThat(imported.getFirst().bundle().digest()).isEqualTo(bundle.digest());
        assertThat(imported.getFirst().pack()).contains("pack: test\n");
        assertThat(imported.getFirst().bundle().lock()).isEqualTo(bundle.lock());
        assertThat(new BundleStore(paths("there")).check(bundle.digest())).isTrue();
        assertThat(again).hasSameBinaryContentAs(archive);
    }

    @Test
    void brings_two_bundles_of_one_tree() throws Exception {
        Path archive = work.resolve("two.tar");
        InstalledBundle one = install("here");
        InstalledBundle other = new BundleStore(paths("here"))
                .addToTree(lock("other").sealed(one.digest()))
                .orElseThrow();
        exporter("here")
                .export(
                        List.of(
                                new Exporter.Item(one, Optional.empty()),
                                new Exporter.Item(other, Optional.of("pack: other\n"))),
                        archive);

        importer("there").importBundles(archive);

        assertThat(new BundleStore(paths("there")).installed())
                .extracting(each -> each.lock().bundle())
                .containsExactly("other", "test");
    }

    @Test
    void follows_no_link_that_stands_beside_the_archive() throws Exception {
        Path folder = Files.createDirectory(work.resolve("of-all"));
        Path archive = folder.resolve("lua.tar");
        Path theirs = Files.writeString(work.resolve("theirs"), "precious");
        Path trap = Files.createSymbolicLink(folder.resolve("lua.tar.partial"), theirs);
        Path target = Files.createSymbolicLink(archive, theirs);

        exporter("here").export(List.of(new Exporter.Item(install("here"), Optional.empty())), target);

        assertThat(theirs).hasContent("precious");
        assertThat(trap).isSymbolicLink();
        assertThat(Files.isSymbolicLink(archive)).isFalse();
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("lua.tar", "lua.tar.partial");
    }

    @Test
    void leaves_nothing_beside_the_archive_when_it_fails() throws Exception {
        Path folder = Files.createDirectory(work.resolve("of-all"));
        Path archive = folder.resolve("lua.tar");
        Files.createDirectories(archive.resolve("in-the-way"));

        assertThatThrownBy(() ->
                        exporter("here").export(List.of(new Exporter.Item(install("here"), Optional.empty())), archive))
                .isInstanceOf(IOException.class);

        assertThat(folder.toFile().list()).containsExactly("lua.tar");
    }

    @Test
    void refuses_an_archive_in_which_one_byte_was_changed() throws Exception {
        Path archive = work.resolve("lua.tar");
        exporter("here").export(List.of(new Exporter.Item(install("here"), Optional.empty())), archive);
        byte[] bytes = Files.readAllBytes(archive);
        int refused = 0;

        for (int at = 1536; at < bytes.length - 1024; at += 37) {
            byte[] changed = bytes.clone();
            changed[at] ^= 1;
            Path file = Files.write(work.resolve("changed.tar"), changed);
            try {
                // a changed byte of padding changes nothing
                assertThat(importer("there").importBundles(file)).hasSize(1);
            } catch (IOException e) {
                refused++;
            }
        }

        assertThat(refused).isGreaterThan(50);
        assertThat(new BundleStore(paths("there")).installed())
                .allSatisfy(each -> assertThat(each.digest())
                        .isEqualTo(new BundleStore(paths("here"))
                                .installed()
                                .getFirst()
                                .digest()));
    }

    @Test
    void imports_a_layout_directory_with_layers_and_whiteouts() throws Exception {
        Path layout = layout(
                new TarArchive()
                        .file("usr/one", "1")
                        .file("usr/two", "2")
                        .member("dev/sda", '4', 0600, new byte[0], ""),
                new TarArchive().file("usr/.wh.one", "").executable("usr/three", "3"));

        InstalledBundle bundle = importer("s").importImage(layout, lock("foreign"));

        assertThat(bundle.tree().resolve("usr/one")).doesNotExist();
        assertThat(bundle.tree().resolve("usr/two")).hasContent("2");
        assertThat(bundle.tree().resolve("usr/three")).isExecutable();
        assertThat(bundle.tree().resolve("dev")).doesNotExist();
        assertThat(bundle.lock().bundle()).isEqualTo("foreign");
    }

    @Test
    void imports_a_docker_archive_with_a_layer_that_is_a_link() throws Exception {
        byte[] layer = new TarArchive().file("etc/x", "x").stream().readAllBytes();
        String config = new String(codec.writeConfig(List.of(digest(layer), digest(layer))), StandardCharsets.UTF_8);
        String manifest =
                "[{\"Config\":\"c.json\",\"RepoTags\":[\"a:b\"],\"Layers\":[\"1/layer.tar\",\"2/layer.tar\"]}]";
        TarArchive archive = new TarArchive()
                .member("1/layer.tar", '0', 0644, layer, "")
                .link("2/layer.tar", "../1/layer.tar")
                .file("c.json", config)
                .file("manifest.json", manifest);
        Path file = Files.write(work.resolve("docker.tar"), archive.stream().readAllBytes());

        InstalledBundle bundle = importer("s").importImage(file, lock("docker"));

        assertThat(bundle.tree().resolve("etc/x")).hasContent("x");
    }

    @Test
    void refuses_links_of_an_archive_that_lead_to_the_host() throws Exception {
        TarArchive archive = new TarArchive()
                .link("layer.tar", "/etc/passwd")
                .file("c.json", new String(codec.writeConfig(List.of(digest(new byte[0]))), StandardCharsets.UTF_8))
                .file("manifest.json", "[{\"Config\":\"c.json\",\"Layers\":[\"layer.tar\"]}]");
        Path file = Files.write(work.resolve("docker.tar"), archive.stream().readAllBytes());

        assertThatThrownBy(() -> importer("s").importImage(file, lock("docker")))
                .hasMessageContaining("lacks layer.tar");
    }

    @Test
    void refuses_a_layer_that_climbs_and_leaves_nothing() throws Exception {
        Path layout = layout(new TarArchive().file("../../evil", "x"));

        assertThatThrownBy(() -> importer("s").importImage(layout, lock("foreign")))
                .hasMessageContaining("climbs");
        assertThat(new BundleStore(paths("s")).installed()).isEmpty();
    }

    private Path layout(TarArchive... layers) throws IOException {
        Path layout = Files.createDirectories(work.resolve("layout/blobs/sha256"))
                .resolve("../..")
                .normalize();
        List<byte[]> tars = new ArrayList<>();
        for (TarArchive layer : layers) {
            tars.add(layer.stream().readAllBytes());
        }
        List<Descriptor> descriptors = tars.stream()
                .map(tar -> blob(layout, "application/vnd.oci.image.layer.v1.tar", tar))
                .toList();
        Descriptor config = blob(
                layout,
                Descriptor.CONFIG,
                codec.writeConfig(tars.stream().map(ImageTest::digest).toList()));
        Descriptor manifest = blob(
                layout, Descriptor.MANIFEST, codec.writeManifest(new Manifest(config, descriptors, new TreeMap<>())));
        Files.write(layout.resolve("index.json"), codec.writeIndex(List.of(manifest)));
        return layout;
    }

    private static Descriptor blob(Path layout, String mediaType, byte[] content) {
        Digest digest = digest(content);
        try {
            Files.write(layout.resolve("blobs/sha256/" + digest.hex()), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Descriptor(mediaType, digest, content.length);
    }

    private static Digest digest(byte[] content) {
        try (Hashing hashing = new Hashing(new ByteArrayInputStream(content))) {
            hashing.readAllBytes();
            return new Digest(hashing.hex());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private InstalledBundle install(String where) throws IOException {
        ContentStore files = new ContentStore(paths(where));
        Tree tree = new Tree();
        for (int i = 0; i < 20; i++) {
            byte[] content = ("content of " + i).repeat(50).getBytes(StandardCharsets.UTF_8);
            tree.add("usr/lib/näme-" + i, files.keep(new ByteArrayInputStream(content), Node.Access.READABLE));
        }
        tree.add("bin", new Node.Link("usr/bin"));
        tree.add("usr/bin/x", files.keep(new ByteArrayInputStream(new byte[0]), Node.Access.EXECUTABLE));
        return new BundleStore(paths(where)).add(tree, lock("test"));
    }

    private StorePaths paths(String name) {
        return new StorePaths(work.resolve(name));
    }

    private Exporter exporter(String name) {
        return new Exporter(paths(name), new BundleStore(paths(name)));
    }

    private Importer importer(String name) {
        return new Importer(paths(name), new BundleStore(paths(name)));
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
