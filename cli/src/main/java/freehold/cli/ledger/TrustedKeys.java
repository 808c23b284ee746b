package freehold.cli.ledger;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.cli.Unreadable;
import freehold.control.tenancy.KeySecret;
import freehold.wire.receipt.KeySet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option that names the public keys to believe. */
final class TrustedKeys {
    private static final String OPTION = "--keys";

    @Option(
            names = OPTION,
            paramLabel = "FILE",
            description = "Public keys to believe: one in PEM, or what GET /v1/receipt-keys answers.")
    private Optional<Path> file = Optional.empty();

    boolean isNamed() {
        return file.isPresent();
    }

    /** Of the file that was named. */
    Optional<KeySet> read() {
        return file.map(named -> read(OPTION, named));
    }

    /** @param option by which the file was named */
    static KeySet read(String option, Path file) {
        if (file.toString().startsWith(KeySecret.PREFIX) && Files.notExists(file)) { // which is no name to print
            throw new Declined(
                    ExitStatus.USAGE,
                    option
                            + ": that is a key of the API, which verifies nothing; give what GET /v1/receipt-keys answered, or a public key"
                            + " in PEM");
        }
        try {
            return KeySet.parse(Files.readString(file));
        } catch (IOException unreadable) {
            throw new Declined(
                    ExitStatus.USAGE, option + ": " + file + " cannot be read: " + Unreadable.reason(unreadable));
        } catch (IllegalArgumentException wrong) {
            throw new Declined(
                    ExitStatus.USAGE,
                    option + ": " + file + " has no keys: " + wrong.getMessage()
                            + "; give what GET /v1/receipt-keys answered, or a public key in PEM");
        }
    }
}
