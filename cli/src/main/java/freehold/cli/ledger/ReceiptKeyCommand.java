package freehold.cli.ledger;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.cli.scratch.Scratch;
import freehold.cli.settings.Places;
import freehold.control.ledger.SigningKey;
import freehold.control.ledger.SigningKeyFile;
import freehold.control.sql.LedgerFile;
import freehold.wire.receipt.KeySet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code freehold receipt key}. */
@Command(
        name = "key",
        description = "The key that a server signs receipts with: made at its first start, in its data folder.",
        subcommands = {ReceiptKeyCommand.Rotate.class, ReceiptKeyCommand.Listing.class},
        synopsisSubcommandLabel = "COMMAND")
final class ReceiptKeyCommand {

    /** Which data folder. */
    static final class Folder {
        @Option(
                names = "--data",
                paramLabel = "DIR",
                description = "The data folder (default: /var/lib/freehold/data, or FREEHOLD_DATA).")
        private Optional<Path> folder = Optional.empty();

        Path path() {
            return folder.orElseGet(() -> Places.ofThisUser().data()).toAbsolutePath();
        }

        /** Its ledger, read; the library of the database is unpacked into a folder that is gone afterwards. */
        LedgerFile ledger(Scratch scratch) throws IOException {
            Path file = path().resolve("freehold.db");
            if (!Files.isReadable(file)) {
                throw new Declined(
                        ExitStatus.USAGE, path() + " is no data folder that can be read; name one by --data");
            }
            Files.createDirectories(scratch.folder("library"));
            System.setProperty("org.sqlite.tmpdir", scratch.folder("library").toString());
            return LedgerFile.open(file);
        }
    }

    /** {@code freehold receipt key rotate}. */
    @Command(
            name = "rotate",
            description = {
                "Makes a new key in place of the one that signs; a server that runs uses it from the next receipt on. The old private key"
                        + " is gone then. Its public key stays published, and old receipts stay valid."
            })
    static final class Rotate implements Runnable {
        @Mixin
        private Folder folder = new Folder();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public void run() {
            Path file = SigningKeyFile.in(folder.path());
            if (!Files.isWritable(file)) {
                throw new Declined(
                        ExitStatus.USAGE, file + " is not there or not yours; a server makes it at its first start");
            }
            try {
                SigningKey fresh = SigningKeyFile.rotate(file);
                spec.commandLine().getOut().println(fresh.id());
                spec.commandLine().getOut().flush();
            } catch (IOException failed) {
                throw new Declined(ExitStatus.UNAVAILABLE, "the key stays as it was: " + failed);
            }
        }
    }

    /** {@code freehold receipt key list}. */
    @Command(
            name = "list",
            description = {
                "Prints the public keys that signed any line of the ledger, as GET /v1/receipt-keys does: the oldest first.",
                "Keep what it prints elsewhere: whoever can change the data folder can change it there."
            })
    static final class Listing implements Runnable {
        @Mixin
        private Folder folder = new Folder();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public void run() {
            try (Scratch scratch = Scratch.make();
                    LedgerFile ledger = folder.ledger(scratch)) {
                KeySet keys = ledger.keys();
                spec.commandLine().getOut().println(new String(keys.json(), StandardCharsets.UTF_8));
                spec.commandLine().getOut().flush();
            } catch (IOException failed) {
                throw new Declined(ExitStatus.UNAVAILABLE, String.valueOf(failed.getMessage()));
            }
        }
    }
}
