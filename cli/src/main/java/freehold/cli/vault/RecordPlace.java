package freehold.cli.vault;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.cli.privilege.ThisProcess;
import freehold.cli.scratch.SqliteLibrary;
import freehold.cli.serve.DataFolder;
import freehold.cli.serve.DatabaseOptions;
import freehold.cli.serve.MasterKeyOptions;
import freehold.cli.settings.Places;
import freehold.control.ledger.SigningKey;
import freehold.control.ledger.SigningKeyFile;
import freehold.control.record.RecordUnavailable;
import freehold.control.sql.PostgresAddress;
import freehold.control.sql.SqlRecords;
import freehold.control.vault.MasterKeyFile;
import freehold.control.vault.MasterKeys;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which record, and which master key goes with it. */
final class RecordPlace {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data folder (default: /var/lib/freehold/data, or FREEHOLD_DATA).")
    private Optional<Path> data = Optional.empty();

    @Mixin
    private DatabaseOptions database = new DatabaseOptions();

    @Mixin
    private MasterKeyOptions masterKey = new MasterKeyOptions();

    private Path folder() {
        return data.orElseGet(() -> Places.ofThisUser().data()).toAbsolutePath().normalize();
    }

    MasterKeyFile keyFile() {
        return masterKey
                .file(folder())
                .orElseThrow(() -> new Declined(
                        ExitStatus.USAGE, "the master key comes from the environment; name a file by --master-key"));
    }

    /** What is done with an open record. */
    interface Work {
        void with(SqlRecords records) throws IOException;
    }

    /** Opens the record beside a server, or without one, as whoever owns it; of PostgreSQL the master key's folder is what has an owner. */
    void with(MasterKeyFile masters, Work work) {
        Path folder = folder();
        Path record = folder.resolve("freehold.db");
        Optional<PostgresAddress> address = database.address();
        Path keys = masters.path().toAbsolutePath().normalize().resolveSibling("");
        try {
            if (address.isPresent()) {
                DataFolder.enter(keys);
            } else {
                SqliteLibrary.load();
                if (!keys.startsWith(folder)) {
                    MasterKeys _ = masters.current(); // which stay known, also where root alone may read the file
                }
                DataFolder.enter(folder);
            }
            if (address.isEmpty() && !Files.isWritable(record)) {
                throw new Declined(
                        ExitStatus.USAGE, folder + " is no data folder that can be written; name one by --data");
            }
            try (SqlRecords records = open(folder, record, address, masters)) {
                work.with(records);
            }
        } catch (AccessDeniedException closed) {
            throw new Declined(
                    ExitStatus.USAGE,
                    "%s cannot be written by user %d, whose the data folder is; move the master key into a folder of that user, and name it to the server by --master-key"
                            .formatted(keys, ThisProcess.effectiveUser()));
        } catch (IOException | RecordUnavailable failed) {
            throw new Declined(ExitStatus.UNAVAILABLE, String.valueOf(failed.getMessage()));
        }
    }

    private static SqlRecords open(Path folder, Path record, Optional<PostgresAddress> address, MasterKeyFile masters)
            throws IOException {
        if (address.isPresent()) {
            return new SqlRecords(address.get(), InstantSource.system(), RecordPlace::unsigned, masters);
        }
        return new SqlRecords(record, InstantSource.system(), SigningKeyFile.open(SigningKeyFile.in(folder)), masters);
    }

    private static SigningKey unsigned() {
        throw new IllegalStateException("nothing is written into the ledger here");
    }
}
