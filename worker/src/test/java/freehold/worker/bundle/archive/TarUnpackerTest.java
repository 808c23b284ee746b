package freehold.worker.bundle.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freehold.worker.bundle.tree.Node;
import freehold.worker.bundle.tree.Tree;
import freehold.worker.bundle.tree.TreeFault;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TarUnpackerTest {
    private final MemoryFiles files = new MemoryFiles();
    private final TarUnpacker unpacker = new TarUnpacker(files);
    private final Tree tree = new Tree();

    @Test
    void keeps_files_directories_and_links_and_drops_setuid() throws Exception {
        unpack(new TarArchive()
                .directory("./usr/")
                .executable("./usr/bin/su", "root?")
                .link("./usr/bin/sh", "dash")
                .hardLink("./usr/bin/su2", "./usr/bin/su"));

        assertThat(tree.nodes()).containsOnlyKeys("usr", "usr/bin", "usr/bin/sh", "usr/bin/su", "usr/bin/su2");
        assertThat(tree.find("usr/bin/su")).isEqualTo(tree.find("usr/bin/su2"));
        assertThat(tree.find("usr/bin/su").orElseThrow())
                .isInstanceOfSatisfying(
                        Node.File.class, file -> assertThat(file.access()).isEqualTo(Node.Access.EXECUTABLE));
    }

    @Test
    void drops_devices_pipes_and_what_the_cell_makes_itself() throws Exception {
        unpack(new TarArchive()
                .member("dev/sda", '4', 0666, new byte[0], "")
                .member("opt/sda", '4', 0666, new byte[0], "")
                .member("opt/null", '3', 0666, new byte[0], "")
                .member("opt/pipe", '6', 0666, new byte[0], "")
                .file("proc/cmdline", "x")
                .file("tmp/x", "x")
                .file("./dev/shm/x", "x"));

        assertThat(tree.nodes()).isEmpty();
    }

    @Test
    void refuses_names_that_climb() {
        for (String name : List.of("../etc/passwd", "a/../../etc/passwd", "/../x", "..", "a/..")) {
            assertThatThrownBy(() -> unpack(new TarArchive().file(name, "x")))
                    .isInstanceOf(HostileArchive.class)
                    .hasMessageContaining("climbs");
        }
    }

    @Test
    void takes_an_absolute_name_as_one_of_the_tree() throws Exception {
        unpack(new TarArchive().file("/etc/passwd", "x"));

        assertThat(tree.nodes()).containsOnlyKeys("etc", "etc/passwd");
    }

    @Test
    void writes_through_a_link_of_the_archive_only_inside_the_tree() throws Exception {
        unpack(new TarArchive().link("evil", "../../../../etc").file("evil/passwd", "x"));

        assertThat(tree.nodes()).containsOnlyKeys("evil", "etc", "etc/passwd");
    }

    @Test
    void refuses_hard_links_out_of_the_archive_or_to_nothing() {
        assertThatThrownBy(() -> unpack(new TarArchive().hardLink("a", "../etc/shadow")))
                .isInstanceOf(HostileArchive.class);
        assertThatThrownBy(() -> unpack(new TarArchive().hardLink("a", "/etc/shadow")))
                .isInstanceOf(HostileArchive.class);
        assertThatThrownBy(() -> unpack(new TarArchive().directory("d").hardLink("a", "d")))
                .isInstanceOf(HostileArchive.class);
    }

    @Test
    void refuses_two_packages_with_different_files_at_one_path() throws Exception {
        unpack(new TarArchive().file("a", "one"));

        assertThatThrownBy(() -> unpack(new TarArchive().file("a", "two"))).isInstanceOf(TreeFault.class);
    }

    @Test
    void refuses_broken_headers() {
        byte[] flipped = TarArchive.header("a", '0', 0644, 0, "");
        flipped[0]++;
        byte[] negative = TarArchive.header("a", '0', 0644, 0, "");
        Arrays.fill(negative, 124, 136, (byte) 0xff);
        byte[] gigantic = TarArchive.header("a", '0', 0644, 0, "");
        gigantic[124] = (byte) 0x80;
        Arrays.fill(gigantic, 125, 136, (byte) 0xff);
        byte[] sparse = TarArchive.header("a", 'S', 0644, 0, "");
        byte[] letters = TarArchive.header("a", '0', 0644, 0, "");
        letters[130] = 'x';

        for (byte[] header : List.of(
                flipped,
                TarArchive.summed(negative),
                TarArchive.summed(gigantic),
                sparse,
                TarArchive.summed(letters))) {
            assertThatThrownBy(() -> unpack(new TarArchive().raw(header))).isInstanceOf(HostileArchive.class);
        }
    }

    @Test
    void refuses_an_archive_that_ends_too_early() {
        byte[] whole = new TarArchive().file("a", "content").bytes();

        for (int length : List.of(100, 511, 513, 515)) {
            assertThatThrownBy(
                            () -> unpacker.unpackInto(tree, new ByteArrayInputStream(Arrays.copyOf(whole, length)), 0))
                    .isInstanceOf(HostileArchive.class);
        }
    }

    @Test
    void refuses_more_content_than_it_may_have() {
        byte[] header = TarArchive.header("a", '0', 0644, (1L << 33) - 1, "");
        TarArchive archive = new TarArchive().raw(header);

        TarReader reader = new TarReader(new ByteArrayInputStream(archive.bytes()), 1 << 20);

        assertThatThrownBy(reader::next).isInstanceOf(HostileArchive.class).hasMessageContaining("more than");
    }

    @Test
    void refuses_broken_pax_records() {
        for (String record :
                List.of("99 path=a\n", "x path=a\n", "9 path=a", "3 a", "9 path=\n", "0 ", "21 GNU.sparse.map=1\n")) {
            assertThatThrownBy(() -> unpack(new TarArchive()
                            .member("pax", 'x', 0644, record.getBytes(StandardCharsets.UTF_8), "")
                            .file("a", "x")))
                    .as(record)
                    .isInstanceOf(HostileArchive.class);
        }
    }

    @Test
    void refuses_names_that_are_not_utf8() {
        byte[] header = TarArchive.header("a", '0', 0644, 0, "");
        header[0] = (byte) 0xff;

        assertThatThrownBy(() -> unpack(new TarArchive().raw(TarArchive.summed(header))))
                .hasMessageContaining("UTF-8");
    }

    @Test
    void reads_gnu_long_names() throws Exception {
        String name = "deep/".repeat(60) + "file";
        byte[] content = (name + "\0").getBytes(StandardCharsets.UTF_8);

        unpack(new TarArchive().member("././@LongLink", 'L', 0644, content, "").file("cut", "x"));

        assertThat(tree.nodes()).containsKey(name);
    }

    @Test
    void reads_what_the_writer_writes() throws Exception {
        String longName = "näme/" + "x".repeat(200) + "/" + "y".repeat(200);
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        TarWriter writer = new TarWriter(written, 1_767_225_600L);
        writer.directory("näme");
        writer.file(longName, 0755, 5, new ByteArrayInputStream("hello".getBytes(StandardCharsets.UTF_8)));
        writer.link("link", longName);
        writer.finish();

        unpacker.unpackInto(tree, new ByteArrayInputStream(written.toByteArray()), 0);

        assertThat(files.text(tree.find(longName).orElseThrow())).isEqualTo("hello");
        assertThat(tree.find("link")).contains(new Node.Link(longName));
    }

    @Test
    void lets_a_layer_hide_what_is_below_wherever_the_whiteout_stands() throws Exception {
        layer(new TarArchive()
                .file("a/one", "1")
                .file("a/two", "2")
                .file("b/x", "x")
                .file("c", "c"));

        layer(new TarArchive()
                .file("b/new", "n")
                .file("b/.wh..wh..opq", "")
                .file("a/.wh.one", "")
                .file("c", "other"));

        assertThat(tree.nodes()).containsOnlyKeys("a", "a/two", "b", "b/new", "c");
        assertThat(files.text(tree.find("c").orElseThrow())).isEqualTo("other");
    }

    @Test
    void lets_a_layer_put_a_file_where_a_directory_was_and_back() throws Exception {
        layer(new TarArchive().file("a/b", "1").file("c", "2"));

        layer(new TarArchive().file("a", "now a file").directory("c").file("c/d", "x"));

        assertThat(tree.nodes()).containsOnlyKeys("a", "c", "c/d");
    }

    @Test
    void refuses_whiteouts_that_climb_or_hide_nothing() {
        for (String name : List.of(".wh.", "a/.wh.", ".wh..wh.x", ".wh...")) {
            assertThatThrownBy(() -> layer(new TarArchive().file(name, "")))
                    .as(name)
                    .isInstanceOf(IOException.class);
        }
    }

    private void unpack(TarArchive archive) throws IOException {
        unpacker.unpackInto(tree, archive.stream(), 0);
    }

    private void layer(TarArchive archive) throws IOException {
        unpacker.applyLayer(tree, archive.stream());
    }
}
