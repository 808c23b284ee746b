package freehold.cli.ledger;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.cli.scratch.Scratch;
import freehold.cli.serve.DatabaseOptions;
import freehold.cli.settings.Places;
import freehold.control.sql.PostgresAddress;
import freehold.control.sql.RecordedLedger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options that say in which record a ledger is. */
final class KeptLedger {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data folder (default: /var/lib/freehold/data, or FREEHOLD_DATA).")
    private Optional<Path> folder = Optional.empty();

    @Mixin
    private DatabaseOptions database = new DatabaseOptions();

    /** Whether a record was named, other than by the environment. */
    boolean isNamed() {
        return folder.isPresent() || database.address().isPresent();
    }

    /** Opens it to be read; the library of a file's database is unpacked into a folder that is gone afterwards. */
    RecordedLedger open(Scratch scratch) throws IOException {
        Optional<PostgresAddress> address = database.address();
        if (address.isPresent()) {
            return RecordedLedger.open(address.get());
        }
        Path path = folder.orElseGet(() -> Places.ofThisUser().data()).toAbsolutePath();
        Path file = path.resolve("freehold.db");
        if (!Files.isReadable(file)) {
            throw new Declined(
                    ExitStatus.USAGE,
                    path + " is no data folder that can be read; name one by --data, or a database by --database");
        }
        Files.createDirectories(scratch.folder("library"));
        System.setProperty("org.sqlite.tmpdir", scratch.folder("library").toString());
        return RecordedLedger.open(file);
    }
}
