package freehold.cli.runtimes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freehold.cli.Declined;
import freehold.wire.bundle.LockFolder;
import freehold.worker.bundle.store.BundleStore;
import freehold.worker.bundle.store.StorePaths;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a name on the command line means among the lockfiles of this checkout. */
final class BundlesTest {
    private static final Path PACKS = Path.of("../runtimes");

    @TempDir
    private Path folder;

    private Bundles bundles;

    @BeforeEach
    void open() {
        StorePaths paths = new StorePaths(folder);
        bundles = new Bundles(paths, new BundleStore(paths), new LockFolder(PACKS));
    }

    @Test
    void a_slip_in_a_name_is_answered_with_what_was_meant() throws Exception {
        assertThat(bundles.named(List.of("forth"))).isNotEmpty();

        assertThatThrownBy(() -> bundles.named(List.of("forht")))
                .isInstanceOf(Declined.class)
                .hasMessage(
                        "no lockfile for 'forht'; did you mean forth? freehold runtime install --list names those there are");
    }

    @Test
    void of_a_version_that_is_not_there_and_of_a_name_near_to_none_nothing_is_guessed() {
        for (String reference : List.of("forth@99", "zzzzzz")) {
            assertThatThrownBy(() -> bundles.named(List.of(reference)))
                    .hasMessage("no lockfile for '" + reference
                            + "'; freehold runtime install --list names those there are");
        }
    }
}
