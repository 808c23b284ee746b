package freehold.cli.ledger;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.cli.scratch.SqliteLibrary;
import freehold.cli.serve.DataFolder;
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

    /** Opens it to be read, a file as whose data folder it is in: what only root may use is opened before. */
    RecordedLedger open() throws IOException {
        Optional<PostgresAddress> address = database.address();
        if (address.isPresent()) {
            return RecordedLedger.open(address.get());
        }
        Path path = folder.orElseGet(() -> Places.ofThisUser().data()).toAbsolutePath();
        Path file = path.resolve("freehold.db");
        SqliteLibrary.load();
        DataFolder.enter(path);
        if (!Files.isReadable(file)) {
            throw new Declined(
                    ExitStatus.USAGE,
                    path + " is no data folder that can be read; name one by --data, or a database by --database");
        }
        return RecordedLedger.open(file);
    }
}
