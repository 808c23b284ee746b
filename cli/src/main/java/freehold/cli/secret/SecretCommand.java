package freehold.cli.secret;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.cli.Unreadable;
import freehold.cli.remote.Asking;
import freehold.cli.remote.RemoteServer;
import freehold.secret.SecretName;
import freehold.wire.client.SecretJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code freehold secret}. */
@Command(
        name = "secret",
        description = "Sets, lists and deletes secrets of a tenant; values are never shown.",
        subcommands = {SecretCommand.Set.class, SecretCommand.ListAll.class, SecretCommand.Delete.class},
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        footerHeading = "%nTry:%n",
        footer = {
            "  freehold secret set api-token < token.txt",
            "  freehold secret set api-token --file token.txt",
            "  freehold secret list"
        })
public final class SecretCommand {
    private static final String PATH = "/v1/secrets";

    /** One byte more than a server takes, so that it is the server that says what is too much. */
    private static final int READ_MAX = (64 << 10) + 1;

    private static String at(String name) {
        if (!SecretName.isValid(name)) {
            throw new Declined(
                    ExitStatus.USAGE,
                    "the name of a secret has 1 to 64 of A-Z, a-z, 0-9, . _ - and begins with a letter or digit");
        }
        return PATH + "/" + name;
    }

    /** {@code freehold secret set}. */
    @Command(name = "set", description = "Sets a value, which becomes the newest version.")
    static final class Set extends Asking {
        @Parameters(paramLabel = "NAME", description = "1 to 64 of A-Z, a-z, 0-9, . _ -.")
        private String name = "";

        @Option(
                names = "--file",
                paramLabel = "FILE",
                description = "Has the value, byte by byte (default: standard input).")
        private Optional<Path> file = Optional.empty();

        @Override
        protected void ask(RemoteServer server, PrintWriter out) {
            SecretJson put = SecretJson.read(server.send("PUT", at(name), "application/octet-stream", value()));
            out.println(put.name() + " version " + put.version());
        }

        private byte[] value() {
            try (InputStream in = file.isPresent() ? Files.newInputStream(file.get()) : System.in) {
                return in.readNBytes(READ_MAX);
            } catch (IOException unreadable) {
                String what = file.map(path -> "--file: " + path).orElse("standard input");
                throw new Declined(ExitStatus.USAGE, what + " cannot be read: " + Unreadable.reason(unreadable));
            }
        }
    }

    /** {@code freehold secret list}. */
    @Command(name = "list", description = "Lists names and newest versions.")
    static final class ListAll extends Asking {
        @Override
        protected void ask(RemoteServer server, PrintWriter out) {
            SecretJson.list(server.get(PATH))
                    .forEach(each -> out.println("%-30s  version %-5d  %s  %s"
                            .formatted(each.name(), each.version(), each.putAt(), each.putBy())));
        }
    }

    /** {@code freehold secret delete}. */
    @Command(name = "delete", description = "Erases all values of a secret.")
    static final class Delete extends Asking {
        @Parameters(paramLabel = "NAME", description = "Which one.")
        private String name = "";

        @Override
        protected void ask(RemoteServer server, PrintWriter out) {
            var _ = server.delete(at(name));
        }
    }
}
