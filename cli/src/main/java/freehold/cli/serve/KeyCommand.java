package freehold.cli.serve;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.control.tenancy.Caller;
import freehold.control.tenancy.KeyFile;
import freehold.control.tenancy.KeySecret;
import freehold.control.tenancy.Right;
import freehold.tenant.TenantId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code freehold key}. */
@Command(
        name = "key",
        description = "Makes keys for callers of a server.",
        subcommands = KeyCommand.Create.class,
        synopsisSubcommandLabel = "COMMAND")
public final class KeyCommand {

    /** {@code freehold key create}. */
    @Command(
            name = "create",
            description = {
                "Makes a key and prints it, once: only its digest is kept.",
                "Without --file, the line for the key file goes to standard error."
            })
    static final class Create implements Runnable {
        @Option(names = "--tenant", paramLabel = "NAME", required = true, description = "Whose key it is.")
        private String tenant = "";

        @Option(names = "--file", paramLabel = "FILE", description = "A key file to put it into; made if need be.")
        private Optional<Path> file = Optional.empty();

        @Option(
                names = "--rights",
                split = ",",
                paramLabel = "RIGHT",
                description = "run, read, metrics, operate (default: all).")
        private List<String> rights = List.of();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public void run() {
            KeySecret secret = KeySecret.make(new SecureRandom());
            String line = new KeyFile.Key(secret.digest(), new Caller(tenantId(), rights())).line();
            file.ifPresentOrElse(
                    path -> append(path, line),
                    () -> spec.commandLine().getErr().println(line));
            spec.commandLine().getOut().println(secret.value());
            spec.commandLine().getOut().flush();
        }

        private TenantId tenantId() {
            try {
                return new TenantId(tenant);
            } catch (IllegalArgumentException wrong) {
                throw new Declined(
                        ExitStatus.USAGE,
                        "--tenant: a name begins with a letter and has at most 64 of a-z, 0-9, _ and -");
            }
        }

        private Set<Right> rights() {
            Set<Right> all = EnumSet.noneOf(Right.class);
            for (String name : rights) {
                try {
                    all.add(Right.valueOf(name.toUpperCase(Locale.ROOT)));
                } catch (IllegalArgumentException unknown) {
                    throw new Declined(
                            ExitStatus.USAGE, "--rights: there are run, read, metrics and operate, and no " + name);
                }
            }
            return all.isEmpty() ? EnumSet.allOf(Right.class) : all;
        }

        private static void append(Path path, String line) {
            try {
                if (!Files.exists(path)) {
                    Files.createFile(
                            path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----")));
                }
                Files.writeString(path, line + "\n", StandardOpenOption.APPEND);
            } catch (IOException failed) {
                throw new Declined(ExitStatus.UNAVAILABLE, path + " cannot be written: " + failed);
            }
        }
    }
}
