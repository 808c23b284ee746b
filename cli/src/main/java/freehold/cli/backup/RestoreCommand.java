package freehold.cli.backup;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.cli.Unreadable;
import freehold.cli.daemon.ServiceUser;
import freehold.cli.privilege.ThisProcess;
import freehold.cli.scratch.SqliteLibrary;
import freehold.cli.serve.DataFolder;
import freehold.cli.settings.Places;
import freehold.control.backup.Restore;
import freehold.control.sql.SqlSnapshot;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code freehold restore}. */
@Command(
        name = "restore",
        description = {
            "Puts what freehold backup wrote into a data folder, for the server that is started there next. All digests are checked before"
                    + " anything is put in place.",
            "The folder must not be in use, and must be empty unless --replace is given: then its record, blobs and cached builds are"
                    + " replaced, and are gone. What had been promised and had not ended when the backup was taken runs again."
        },
        footerHeading = "%nTry:%n",
        footer = {
            "  systemctl stop freehold",
            "  freehold restore --replace /backups/2026-12-01.zip",
            "  systemctl start freehold"
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:restored",
            "64:the folder is not empty, or the archive is not whole; nothing was changed",
            "69:a server uses the folder, or it could not be read or written"
        })
public final class RestoreCommand implements Runnable {
    @Parameters(paramLabel = "FILE", description = "The archive.")
    private Path file = Path.of("");

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data folder, made if need be (default: /var/lib/freehold/data, or FREEHOLD_DATA).")
    private Optional<Path> data = Optional.empty();

    @Option(names = "--user", paramLabel = "USER", description = "Whose it shall be: who freehold up becomes.")
    private Optional<String> user = Optional.empty();

    @Option(names = "--replace", description = "Also into a folder that is not empty.")
    private boolean replace;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        Path folder = data.orElseGet(() -> Places.ofThisUser().data()).toAbsolutePath();
        int owner = Places.isRoot() ? ServiceUser.find(user) : ThisProcess.effectiveUser();
        try (InputStream archive = open()) {
            SqliteLibrary.load();
            DataFolder.prepare(folder, owner);
            DataFolder.enter(folder);
            if (!replace && !isEmpty(folder)) {
                throw new Declined(ExitStatus.USAGE, folder + " is not empty; --replace gives up what it holds");
            }
            try (AutoCloseable _ = DataFolder.take(folder)) {
                new Restore(new SqlSnapshot()).into(folder, archive);
            }
        } catch (Declined declined) {
            throw declined;
        } catch (IOException broken) {
            throw new Declined(
                    ExitStatus.USAGE,
                    file + " was not restored: " + broken.getMessage()
                            + "; name an archive that freehold backup wrote");
        } catch (Exception failed) {
            throw new Declined(ExitStatus.UNAVAILABLE, file + " was not restored: " + failed);
        }
        spec.commandLine().getErr().println("freehold: restored into " + folder);
    }

    /** Before root is given up, whose alone it may be. */
    private InputStream open() {
        try {
            return Files.newInputStream(file);
        } catch (IOException unreadable) {
            throw new Declined(
                    ExitStatus.USAGE,
                    file + " cannot be read: " + Unreadable.reason(unreadable)
                            + "; name an archive that freehold backup wrote");
        }
    }

    private static boolean isEmpty(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        } catch (IOException unreadable) {
            throw new Declined(ExitStatus.UNAVAILABLE, folder + " cannot be read: " + Unreadable.reason(unreadable));
        }
    }
}
