package freehold.worker.bundle.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freehold.worker.bundle.tree.Tree;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WheelUnpackerTest {
    private final MemoryFiles files = new MemoryFiles();
    private final Tree tree = new Tree();

    @TempDir
    Path work;

    @Test
    void puts_a_wheel_at_its_place_and_keeps_together_what_it_would_spread() throws Exception {
        unpack(wheel("z3/__init__.py", "z3-1.data/scripts/z3", "z3-1.data/data/lib/x.so", "z3-1.data/purelib/m.py"));

        assertThat(tree.nodes().keySet())
                .contains("opt/z/z3/__init__.py", "opt/z/bin/z3", "opt/z/lib/x.so", "opt/z/m.py");
    }

    @Test
    void refuses_names_that_climb() throws Exception {
        for (String name : List.of("../evil", "a/../../evil", "x-1.data/data/../../../evil")) {
            Path wheel = wheel(name);

            assertThatThrownBy(() -> unpack(wheel)).as(name).isInstanceOf(IOException.class);
            assertThat(tree.nodes()).isEmpty();
        }
    }

    @Test
    void refuses_what_is_no_zip_file() throws Exception {
        Path wheel = Files.writeString(work.resolve("x.whl"), "not a zip file at all, but long enough to look");

        assertThatThrownBy(() -> unpack(wheel)).isInstanceOf(HostileArchive.class);
    }

    private void unpack(Path wheel) throws IOException {
        new WheelUnpacker(files).unpackInto(tree, wheel, "opt/z");
    }

    private Path wheel(String... names) throws IOException {
        Path wheel = Files.createTempFile(work, "test", ".whl");
        try (OutputStream file = Files.newOutputStream(wheel);
                ZipOutputStream zip = new ZipOutputStream(file)) {
            for (String name : names) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(name.getBytes(StandardCharsets.UTF_8));
            }
        }
        return wheel;
    }
}
