package freehold.cli.vault;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.cli.daemon.ServiceUser;
import freehold.cli.serve.DataFolder;
import freehold.control.fellow.TenureKeeper;
import freehold.control.sql.SqlRecords;
import freehold.control.vault.MasterKey;
import freehold.control.vault.MasterKeyFile;
import freehold.control.vault.MasterKeyMissing;
import freehold.control.vault.MasterKeys;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
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
            VaultCommand.Prepare.class,
            VaultCommand.Promote.class,
            VaultCommand.Forget.class
        },
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        footerHeading = "%nTry:%n",
        footer = {
            "  freehold vault status",
            "  freehold vault rotate       then copy the new file to where the old copy is, and destroy that",
            "",
            "With several controls, each step only after the one before is done everywhere:",
            "  freehold vault prepare      on one of them, and copy the file to each of the others",
            "  freehold vault promote      on each of them",
            "  freehold vault forget       on each of them"
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

        @Option(
                names = "--user",
                paramLabel = "USER",
                description =
                        "Whose it is if root makes it: who the server becomes (default: freehold if there is such a user, else a number nobody has).")
        private Optional<String> user = Optional.empty();

        @Override
        public void run() {
            try {
                DataFolder.enter(file.toAbsolutePath().resolveSibling(""));
                if (!new MasterKeyFile(file.toAbsolutePath()).makeIfAbsent()) {
                    throw new Declined(ExitStatus.USAGE, file + " is there already, and stays as it is");
                }
                ServiceUser.receives(file, user);
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
                tell(each, each.equals(keys.current()) ? "current" : "former", records, out);
            }
            keys.next().ifPresent(each -> tell(each, "next", records, out));
        }

        private static void tell(MasterKey key, String word, SqlRecords records, PrintWriter out) {
            out.println("%s  %-7s  wraps %d keys of tenants"
                    .formatted(key.id(), word, records.vault().wrappedBy(key.id())));
        }
    }

    /** {@code freehold vault rotate}. */
    @Command(
            name = "rotate",
            description = {
                "Makes a new master key, and wraps all keys of tenants with it. What they sealed is not written again.",
                "Then the former one is taken out of the file: from then on it opens nothing but backups from before.",
                "For a server that is alone. Several controls need freehold vault prepare: a control whose file does not"
                        + " have the new key can neither read nor store anything."
            })
    static final class Rotate extends Caring {
        @Override
        void care(MasterKeyFile file, SqlRecords records, PrintWriter out) throws IOException {
            MasterKeys known = file.current();
            if (known.next().isPresent()) {
                throw new Declined(
                        ExitStatus.USAGE,
                        "a next master key is prepared: freehold vault promote makes it the current one");
            }
            int controls = records.livingControls(TenureKeeper.LEASE);
            if (controls > 1) {
                throw new Declined(
                        ExitStatus.USAGE,
                        controls
                                + " controls have this record, and all but one would be without the new key; begin with"
                                + " freehold vault prepare");
            }
            MasterKeys both = known.before(MasterKey.make());
            file.replace(both);
            int rewrapped = records.vault().rewrap();
            forget(file, records);
            out.println(wraps(both, rewrapped) + "; copy " + file.path() + " to a safe place");
        }
    }

    private static String wraps(MasterKeys keys, int rewrapped) {
        return keys.current().id() + " wraps " + rewrapped + " keys of tenants now";
    }

    /** {@code freehold vault prepare}. */
    @Command(
            name = "prepare",
            description = {
                "Puts the next master key into the file, behind the current one. Nothing is wrapped with it yet, so that a control"
                        + " that does not have it lacks nothing.",
                "Copy the file to each of the others, and to a safe place; then freehold vault promote."
            })
    static final class Prepare extends Caring {
        @Override
        void care(MasterKeyFile file, SqlRecords records, PrintWriter out) throws IOException {
            MasterKeys known = file.current();
            if (known.next().isEmpty()) {
                known = known.prepared(MasterKey.make());
                file.replace(known);
            }
            out.println(known.next().orElseThrow().id() + " is the next master key; copy " + file.path()
                    + " to every other control, and then: freehold vault promote");
        }
    }

    /** {@code freehold vault promote}. */
    @Command(
            name = "promote",
            description = {
                "Makes the key that was prepared the current one, and wraps all keys of tenants with it. What they sealed is not"
                        + " written again. The former one stays in the file.",
                "Only when every control has the file of freehold vault prepare: one without it could neither read nor store"
                        + " anything. Run this on each; then freehold vault forget."
            })
    static final class Promote extends Caring {
        @Override
        void care(MasterKeyFile file, SqlRecords records, PrintWriter out) throws IOException {
            MasterKeys known = file.current();
            if (known.next().isEmpty() && known.all().size() == 1) {
                throw new Declined(ExitStatus.USAGE, "no master key is prepared; freehold vault prepare does that");
            }
            MasterKeys promoted = known.promoted();
            if (known.next().isPresent()) {
                file.replace(promoted);
            }
            out.println(wraps(promoted, records.vault().rewrap())
                    + "; when every control has promoted it: freehold vault forget");
        }
    }

    /** {@code freehold vault forget}. */
    @Command(
            name = "forget",
            description = {
                "Takes former master keys out of the file, after what they still wrap was wrapped by the current one.",
                "With several controls only when each of them has promoted the new one: until then one may still wrap with the"
                        + " former."
            })
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
