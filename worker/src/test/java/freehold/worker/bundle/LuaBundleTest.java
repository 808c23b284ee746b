package freehold.worker.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.wire.bundle.LockCodec;
import freehold.wire.bundle.LockFile;
import freehold.worker.bundle.client.Command;
import freehold.worker.bundle.client.HostClients;
import freehold.worker.bundle.image.Exporter;
import freehold.worker.bundle.image.Importer;
import freehold.worker.bundle.store.BundleStore;
import freehold.worker.bundle.store.InstalledBundle;
import freehold.worker.bundle.store.StorePaths;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real bundle, from the mirror that this host's apt names. Needs root and that mirror. */
@Tag("cell")
class LuaBundleTest {
    private static final Progress SILENT = (_, _, _, _) -> {};

    @TempDir
    Path work;

    @Test
    void runs_from_a_tree_that_was_installed_exported_and_imported() throws Exception {
        Path file = Path.of(System.getProperty("freehold.home"), "runtimes/lua/5.4.lock.yaml");
        LockFile lock = new LockCodec().read(file.toString(), Files.readString(file));
        StorePaths here = new StorePaths(work.resolve("here"));
        StorePaths there = new StorePaths(work.resolve("there"));
        Path archive = work.resolve("lua.tar");

        InstalledBundle installed =
                new Installer(here, new BundleStore(here), HostClients.of(here)).install(lock, SILENT);
        new Exporter(here, new BundleStore(here))
                .export(List.of(new Exporter.Item(installed, Optional.empty())), archive);
        InstalledBundle imported = new Importer(there, new BundleStore(there))
                .importBundles(archive)
                .getFirst()
                .bundle();

        assertThat(lock.tree()).contains(installed.digest());
        assertThat(imported.digest()).isEqualTo(installed.digest());
        assertThat(said(imported.tree(), "/usr/bin/lua5.4", "-e", "print(os.execute('echo from a shell'))"))
                .isEqualTo("from a shell\ntrue\texit\t0\n");
    }

    private static String said(Path tree, String... program) throws Exception {
        List<String> chroot = List.of(
                "unshare", "--net", "--ipc", "--uts", "--", "chroot", "--userspec=65534:65534", tree.toString());
        Command command = new Command(
                Stream.concat(chroot.stream(), List.of(program).stream()).toList(),
                tree,
                Map.of(),
                Duration.ofMinutes(1));
        return command.run().stdout();
    }
}
