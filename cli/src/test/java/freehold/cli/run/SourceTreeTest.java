package freehold.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freehold.cli.Declined;
import freehold.execution.WorkPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceTreeTest {
    @TempDir
    private Path temporary;

    @Test
    void takes_one_file_by_its_own_name_as_the_entry() throws IOException {
        Path file = Files.writeString(temporary.resolve("primes.py"), "print(2)");

        SourceTree tree = SourceTree.read(file);

        assertThat(tree.entry()).contains(new WorkPath("primes.py"));
        assertThat(paths(tree)).containsExactly("primes.py");
    }

    @Test
    void takes_a_directory_without_hidden_files_and_links() throws IOException {
        Files.createDirectories(temporary.resolve("lib"));
        Files.createDirectories(temporary.resolve(".git"));
        Files.writeString(temporary.resolve("main.py"), "import lib.a");
        Files.writeString(temporary.resolve("lib/a.py"), "");
        Files.writeString(temporary.resolve(".git/config"), "");
        Files.createSymbolicLink(temporary.resolve("passwd"), Path.of("/etc/passwd"));

        SourceTree tree = SourceTree.read(temporary);

        assertThat(paths(tree)).containsExactly("lib/a.py", "main.py");
        assertThat(tree.entry()).isEmpty();
    }

    @Test
    void says_which_file_is_not_there() {
        assertThatThrownBy(() -> SourceTree.read(temporary.resolve("none.py")))
                .isInstanceOf(Declined.class)
                .hasMessageEndingWith("none.py cannot be read: there is no such file");
    }

    @Test
    void refuses_more_than_a_request_may_hold() throws IOException {
        Path large = temporary.resolve("large.py");
        Files.write(large, new byte[(int) SourceTree.SIZE_MAX.count() + 1]);

        assertThatThrownBy(() -> SourceTree.read(large))
                .isInstanceOf(Declined.class)
                .hasMessageContaining("10 MiB");
    }

    private static List<String> paths(SourceTree tree) {
        return tree.files().stream().map(file -> file.path().value()).toList();
    }
}
