package freehold.cli.ledger;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.cli.serve.DataFolder;
import freehold.cli.settings.Places;
import freehold.control.ledger.SigningKey;
import freehold.control.ledger.SigningKeyFile;
import freehold.control.sql.RecordedLedger;
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

    /** {@code freehold receipt key rotate}. */
    @Command(
            name = "rotate",
            description = {
                "Makes a new key in place of the one that signs; a server that runs uses it from the next receipt on. The old private key"
                        + " is gone then. Its public key stays published, and old receipts stay valid."
            })
    static final class Rotate implements Runnable {
        @Option(
                names = "--data",
                paramLabel = "DIR",
                description = "The data folder (default: /var/lib/freehold/data, or FREEHOLD_DATA).")
        private Optional<Path> folder = Optional.empty();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public void run() {
            Path data = folder.orElseGet(() -> Places.ofThisUser().data()).toAbsolutePath();
            Path file = SigningKeyFile.in(data);
            DataFolder.enter(data);
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
                "Keep what it prints elsewhere: whoever can change the record can change it there."
            })
    static final class Listing implements Runnable {
        @Mixin
        private KeptLedger kept = new KeptLedger();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public void run() {
            try (RecordedLedger ledger = kept.open()) {
                KeySet keys = ledger.keys();
                spec.commandLine().getOut().println(new String(keys.json(), StandardCharsets.UTF_8));
                spec.commandLine().getOut().flush();
            } catch (IOException failed) {
                throw new Declined(ExitStatus.UNAVAILABLE, String.valueOf(failed.getMessage()));
            }
        }
    }
}
