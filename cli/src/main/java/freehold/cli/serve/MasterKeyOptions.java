package freehold.cli.serve;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.control.vault.MasterKeyFile;
import freehold.control.vault.MasterKeyMissing;
import freehold.control.vault.MasterKeySource;
import freehold.control.vault.MasterKeys;
import freehold.control.vault.TenantVault;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The key that wraps the keys of tenants. */
public final class MasterKeyOptions {
    /** Not an option: an argument is seen by whoever lists processes. */
    private static final String VALUE = "FREEHOLD_MASTER_KEY_VALUE";

    @Option(
            names = "--master-key",
            paramLabel = "FILE",
            description = {
                "The key without which nothing that tenants stored can be read (default: master-key in the data folder).",
                "Made at the first start. " + VALUE + " may hold it instead. Keep a copy, apart from backups."
            })
    private Optional<Path> file = Optional.empty();

    /** The file, unless the key comes otherwise. */
    public Optional<MasterKeyFile> file(Path data) {
        if (System.getenv(VALUE) != null && file.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new MasterKeyFile(file.orElseGet(() -> MasterKeyFile.in(data)).toAbsolutePath()));
    }

    /** Whether there is one that outlives this process and its data folder, as several controls need it. */
    boolean isShared() {
        return System.getenv(VALUE) != null || file.filter(Files::exists).isPresent();
    }

    /** For a server, or whoever does a server's work, with that data folder. */
    public MasterKeySource source(Path data) {
        return file(data).<MasterKeySource>map(each -> each).orElseGet(MasterKeyOptions::fromEnvironment);
    }

    private static MasterKeySource fromEnvironment() {
        try {
            return MasterKeySource.of(MasterKeys.parse(String.valueOf(System.getenv(VALUE))));
        } catch (IllegalArgumentException wrong) {
            throw new Declined(ExitStatus.USAGE, VALUE + ": " + wrong.getMessage());
        }
    }

    /** Before anything is served: looks whether what is stored can be opened, and says loudly if a key was made. */
    static void begin(TenantVault vault, MasterKeySource source, PrintWriter err) {
        try {
            if (vault.begin() && source instanceof MasterKeyFile made) {
                err.println("freehold: made the master key " + made.path());
                err.println(
                        "freehold: KEEP A COPY OF IT, apart from backups of the data: without it nothing that is stored"
                                + " from now on can be read by anybody, ever; see docs/operate/keys.md");
                err.flush();
            }
        } catch (MasterKeyMissing missing) {
            throw new Declined(ExitStatus.USAGE, String.valueOf(missing.getMessage()));
        } catch (IOException failed) {
            throw new Declined(ExitStatus.UNAVAILABLE, "no master key could be made: " + failed);
        }
    }
}
