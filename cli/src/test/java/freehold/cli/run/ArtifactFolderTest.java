package freehold.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freehold.execution.WorkPath;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtifactFolderTest {
    @TempDir
    private Path temporary;

    @Test
    void writes_below_directories_that_it_makes() throws IOException {
        ArtifactFolder folder = new ArtifactFolder(temporary.resolve("out"));

        folder.write(new WorkPath("plots/one/a.png"), bytes("picture"));

        assertThat(temporary.resolve("out/plots/one/a.png")).hasContent("picture");
    }

    @Test
    void writes_over_nothing() throws IOException {
        ArtifactFolder folder = new ArtifactFolder(temporary);
        folder.write(new WorkPath("a"), bytes("first"));

        assertThatThrownBy(() -> folder.write(new WorkPath("a"), bytes("second")))
                .isInstanceOf(FileAlreadyExistsException.class);

        assertThat(temporary.resolve("a")).hasContent("first");
    }

    @Test
    void follows_no_link_out_of_the_folder() throws IOException {
        Path elsewhere = Files.createDirectory(temporary.resolve("elsewhere"));
        Path out = Files.createDirectory(temporary.resolve("out"));
        Files.createSymbolicLink(out.resolve("link"), elsewhere);
        Files.createSymbolicLink(out.resolve("dangling"), elsewhere.resolve("file"));
        ArtifactFolder folder = new ArtifactFolder(out);

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
