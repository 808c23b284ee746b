package freehold.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freehold.execution.Glob;
import freehold.execution.WorkPath;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtifactFolderTest {
    @TempDir
    private Path temporary;

    @Test
    void writes_below_directories_that_it_makes() throws IOException {
        ArtifactFolder folder = new ArtifactFolder(temporary.resolve("out"), List.of());

        folder.write(new WorkPath("plots/one/a.png"), bytes("picture"));

        assertThat(temporary.resolve("out/plots/one/a.png")).hasContent("picture");
    }

    @Test
    void knows_what_no_file_was_wanted_by() throws IOException {
        List<Glob> wanted = List.of(new Glob("*.png"), new Glob("out/**"), new Glob("*.csv"));
        ArtifactFolder folder = new ArtifactFolder(temporary, wanted);

        folder.write(new WorkPath("out/one/a.png"), bytes("picture"));
        folder.write(new WorkPath("b.csv"), bytes("1,2"));

        assertThat(folder.unmatched()).containsExactly(new Glob("*.png"));
    }

    @Test
    void writes_over_nothing() throws IOException {
        ArtifactFolder folder = new ArtifactFolder(temporary, List.of());
        folder.write(new WorkPath("a"), bytes("first"));

        assertThatThrownBy(() -> folder.write(new WorkPath("a"), bytes("second")))
                .isInstanceOf(FileAlreadyExistsException.class);

        assertThat(temporary.resolve("a")).hasContent("first");
    }

    @Test
    void leaves_nothing_of_what_broke_off() throws IOException {
        ArtifactFolder folder = new ArtifactFolder(temporary, List.of());
        InputStream broken = new SequenceInputStream(bytes("first"), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the connection broke");
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                return read();
            }
        });

        assertThatThrownBy(() -> folder.write(new WorkPath("a"), broken)).hasMessage("the connection broke");

        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void follows_no_link_out_of_the_folder() throws IOException {
        Path elsewhere = Files.createDirectory(temporary.resolve("elsewhere"));
        Path out = Files.createDirectory(temporary.resolve("out"));
        Files.createSymbolicLink(out.resolve("link"), elsewhere);
        Files.createSymbolicLink(out.resolve("dangling"), elsewhere.resolve("file"));
        ArtifactFolder folder = new ArtifactFolder(out, List.of());

        assertThatThrownBy(() -> folder.write(new WorkPath("link/a"), bytes("x")))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> folder.write(new WorkPath("dangling"), bytes("x")))
                .isInstanceOf(IOException.class);

        assertThat(elsewhere).isEmptyDirectory();
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
