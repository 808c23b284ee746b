package freehold.cli.vault;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.control.sql.SqlRecords;
import freehold.control.vault.MasterKey;
import freehold.control.vault.MasterKeyFile;
import freehold.control.vault.MasterKeyMissing;
import freehold.control.vault.MasterKeys;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code freehold vault}. */
@Command(
        name = "vault",
        description = {
            "Cares for the master key, which wraps the keys that tenants' content is sealed with.",
            "A server that runs takes up a changed file by itself. Each of these is for the machine that has the file."
        },
        subcommands = {
            VaultCommand.Make.class,
            VaultCommand.Status.class,
            VaultCommand.Rotate.class,
            VaultCommand.Forget.class
        },
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        footerHeading = "%nTry:%n",
        footer = {
            "  freehold vault status",
            "  freehold vault rotate                       then copy the new file to where the old copy is, and destroy that",
            "  freehold vault rotate --keep-former         with several controls: copy the file to each of them, and then",
            "  freehold vault forget                       on each of them"
        })
public final class VaultCommand {

    /** {@code freehold vault make}. */
    @Command(
            name = "make",
            description = {
                "Makes a master key in a file, which only its owner can read, and which must not be there yet.",
                "A server by itself needs this not: it makes its own at its first start. Several controls need one for all."
            })
    static final class Make implements Runnable {
        @Parameters(paramLabel = "FILE", description = "Where; then name it by --master-key.")
        private Path file = Path.of("");

        @Override
        public void run() {
            try {
                if (!new MasterKeyFile(file.toAbsolutePath()).makeIfAbsent()) {
                    throw new Declined(ExitStatus.USAGE, file + " is there already, and stays as it is");
                }
            } catch (IOException failed) {
                throw new Declined(ExitStatus.UNAVAILABLE, file + " could not be made: " + failed);
            }
        }
    }

    /** What the others have. */
    abstract static class Caring implements Runnable {
        @Mixin
        private RecordPlace place = new RecordPlace();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public void run() {
            PrintWriter out = spec.commandLine().getOut();
            MasterKeyFile file = place.keyFile();
            if (!Files.exists(file.path())) {
                throw new Declined(
                        ExitStatus.USAGE,
                        "there is no master key " + file.path() + "; a server makes it at its first start");
            }
            try {
                place.with(file, records -> care(file, records, out));
            } catch (MasterKeyMissing missing) {
                throw new Declined(ExitStatus.USAGE, String.valueOf(missing.getMessage()));
            }
            out.flush();
        }

        abstract void care(MasterKeyFile file, SqlRecords records, PrintWriter out) throws IOException;
    }

    /** {@code freehold vault status}. */
    @Command(
            name = "status",
            description = "Says which master keys there are, and how many keys of tenants each wraps.")
    static final class Status extends Caring {
        @Override
        void care(MasterKeyFile file, SqlRecords records, PrintWriter out) {
            MasterKeys keys = file.current();
            for (MasterKey each : keys.all()) {
                String word = each.equals(keys.current()) ? "current" : "former";
                out.println("%s  %-7s  wraps %d keys of tenants"
                        .formatted(each.id(), word, records.vault().wrappedBy(each.id())));
            }
        }
    }

    /** {@code freehold vault rotate}. */
    @Command(
            name = "rotate",
            description = {
                "Makes a new master key, and wraps all keys of tenants with it. What they sealed is not written again.",
                "Then the former one is taken out of the file: from then on it opens nothing but backups from before."
            })
    static final class Rotate extends Caring {
        @Option(
                names = "--keep-former",
                description = "Leaves the former key in the file, behind the new one, until freehold vault forget.")
        private boolean keepFormer;

        @Override
        void care(MasterKeyFile file, SqlRecords records, PrintWriter out) throws IOException {
            MasterKeys both = file.current().before(MasterKey.make());
            file.replace(both);
            int rewrapped = records.vault().rewrap();
            if (!keepFormer) {
                forget(file, records);
            }
            out.println(both.current().id() + " wraps " + rewrapped + " keys of tenants now; copy " + file.path()
                    + " to a safe place");
        }
    }

    /** {@code freehold vault forget}. */
    @Command(
            name = "forget",
            description =
                    "Takes former master keys out of the file, after what they still wrap was wrapped by the current one.")
    static final class Forget extends Caring {
        @Override
        void care(MasterKeyFile file, SqlRecords records, PrintWriter out) throws IOException {
            int rewrapped = records.vault().rewrap();
            forget(file, records);
            out.println(file.current().current().id() + " is the only key in " + file.path() + "; " + rewrapped
                    + " keys of tenants were wrapped with it");
        }
    }

    private static void forget(MasterKeyFile file, SqlRecords records) throws IOException {
        MasterKeys keys = file.current();
        for (MasterKey each : keys.all().subList(1, keys.all().size())) {
            if (records.vault().wrappedBy(each.id()) > 0) {
                throw new Declined(
                        ExitStatus.UNAVAILABLE,
                        "master key " + each.id()
                                + " wraps a key that was made just now, and stays; try freehold vault forget");
            }
        }
        file.replace(keys.currentAlone());
    }
}
