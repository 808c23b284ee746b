package freehold.worker.rootfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PathGlobsTest {
    @TempDir
    Path folder;

    @BeforeEach
    void fill() throws IOException {
        for (String each : List.of("b/1.2/bin/tool", "b/1.10/bin/tool", "a/bin/tool", "b/none/readme")) {
            Files.createDirectories(folder.resolve(each).getParent());
            Files.createFile(folder.resolve(each));
        }
    }

    @Test
    void expands_each_component_and_leaves_out_what_is_not_there() throws IOException {
        List<Path> found = PathGlobs.expand(folder + "/b/*/bin/tool", _ -> {});

        assertThat(found).containsExactly(folder.resolve("b/1.10/bin/tool"), folder.resolve("b/1.2/bin/tool"));
    }

    @Test
    void tells_which_folders_it_searched_so_that_news_in_them_can_be_noticed() throws IOException {
        List<Path> searched = new ArrayList<>();

        PathGlobs.expand(folder + "/*/[0-9]*/bin/tool", searched::add);

        assertThat(searched).containsExactly(folder, folder.resolve("a"), folder.resolve("b"));
    }

    @Test
    void finds_nothing_below_what_is_no_folder() throws IOException {
        assertThat(PathGlobs.expand(folder + "/b/none/readme/*", _ -> {})).isEmpty();
        assertThat(PathGlobs.expand(folder + "/absent/*", _ -> {})).isEmpty();
    }
}
