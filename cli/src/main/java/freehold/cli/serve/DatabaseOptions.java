package freehold.cli.serve;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.cli.Unreadable;
import freehold.control.sql.PostgresAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where the record is kept, if not in a file of its own. */
public final class DatabaseOptions {
    /** Not an option: an argument is seen by whoever lists processes. */
    private static final String PASSWORD = "FREEHOLD_DATABASE_PASSWORD";

    @Option(
            names = "--database",
            paramLabel = "postgresql://USER@HOST:PORT/NAME",
            description = {
                "Keeps the record and stored content in PostgreSQL (default: in files of the data folder).",
                "The password comes from --database-password-file, " + PASSWORD + " or ~/.pgpass."
            })
    private Optional<String> database = Optional.empty();

    @Option(
            names = "--database-password-file",
            paramLabel = "FILE",
            description = "The password for --database, alone in a file.")
    private Optional<Path> passwordFile = Optional.empty();

    /** The database, if one was named. */
    public Optional<PostgresAddress> address() {
        return database.map(text -> {
            try {
                return PostgresAddress.parse(text, password());
            } catch (IllegalArgumentException wrong) {
                throw new Declined(ExitStatus.USAGE, "--database: " + wrong.getMessage());
            }
        });
    }

    private Optional<String> password() {
        return passwordFile.map(DatabaseOptions::read).or(() -> Optional.ofNullable(System.getenv(PASSWORD)));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException unreadable) {
            throw new Declined(
                    ExitStatus.USAGE,
                    "--database-password-file: " + file + " cannot be read: " + Unreadable.reason(unreadable));
        }
    }
}
