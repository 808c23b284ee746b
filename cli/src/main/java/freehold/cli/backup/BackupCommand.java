package freehold.cli.backup;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.cli.privilege.ThisProcess;
import freehold.cli.scratch.Scratch;
import freehold.cli.scratch.SqliteLibrary;
import freehold.cli.scratch.WholeFile;
import freehold.cli.serve.DataFolder;
import freehold.cli.settings.Places;
import freehold.control.backup.Backup;
import freehold.control.ledger.SigningKeyFile;
import freehold.control.sql.LedgerPen;
import freehold.control.sql.SqlSnapshot;
import freehold.ledger.Act;
import freehold.ledger.Chain;
import freehold.quantity.Bytes;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code freehold backup}. */
@Command(
        name = "backup",
        description = {
            "Writes all that a server keeps into one file: the record of executions as it is at one moment, and the inputs and artifacts"
                    + " that it refers to. A server that uses the folder goes on meanwhile.",
            "The file is a zip whose SHA256SUMS names the digest of each file in it; freehold restore checks them. It holds tenants'"
                    + " programs and output, sealed with keys that only the master key unwraps. That, other key files and settings are not in it: keep"
                    + " the master key apart from it, for without it the archive is of no use.",
            "Each backup leaves a line in the server's chain of the ledger, before anything is written."
        },
        footerHeading = "%nTry:%n",
        footer = {
            "  freehold backup /backups/$(date +%%F).zip          every night, by cron",
            "  freehold restore /backups/2026-12-01.zip           into an empty data folder"
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:the file is whole and flushed",
            "64:there is such a file already",
            "69:it could not be read or written"
        })
public final class BackupCommand implements Runnable {
    private static final InstantSource CLOCK = InstantSource.system();

    @Parameters(paramLabel = "FILE", description = "The archive to write; it must not be there yet.")
    private Path file = Path.of("");

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data folder (default: /var/lib/freehold/data, or FREEHOLD_DATA).")
    private Optional<Path> data = Optional.empty();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** A backup makes no key of its own: nobody would trust what it signs. */
    private static Path existing(Path key) throws IOException {
        if (!Files.isReadable(key)) {
            throw new IOException(
                    "the key " + key + ", which signs the line that a backup leaves in the ledger, cannot be read");
        }
        return key;
    }

    @Override
    public void run() {
        Path folder = data.orElseGet(() -> Places.ofThisUser().data()).toAbsolutePath();
        Act begun = new Act(
                CLOCK.instant(),
                "user " + ThisProcess.effectiveUser() + " of the host",
                "backup.begun",
                String.valueOf(file.getFileName()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        try {
            WholeFile.writeGivingUpRoot(
                    file.toAbsolutePath(), file.toString(), archive -> write(folder, begun, archive));
        } catch (IOException failed) {
            throw new Declined(ExitStatus.UNAVAILABLE, "nothing was backed up: " + failed);
        }
    }

    private void write(Path folder, Act begun, FileChannel archive) throws IOException {
        SqliteLibrary.load();
        DataFolder.enter(folder);
        Path record = folder.resolve("freehold.db");
        if (!Files.exists(record)) {
            throw new Declined(ExitStatus.USAGE, folder + " is no data folder; name one by --data");
        }
        LedgerPen.append(record, Chain.SERVER, begun, SigningKeyFile.open(existing(SigningKeyFile.in(folder))), CLOCK);
        try (Scratch scratch = Scratch.in(DataFolder.scratch(folder))) {
            Backup.Contents contents = new Backup(new SqlSnapshot()).write(folder, scratch.folder("record"), archive);
            spec.commandLine()
                    .getErr()
                    .println("freehold: " + file + ": the record and " + contents.blobs() + " blobs, "
                            + new Bytes(contents.bytes()) + " before packing");
        }
    }
}
