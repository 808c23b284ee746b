package freehold.cli.identity;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.cli.remote.ServerOptions;
import freehold.cli.serve.KeepText;
import freehold.text.Printable;
import freehold.wire.client.KeyJson;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code freehold key}. */
@Command(
        name = "key",
        description = "Makes, lists, rotates and revokes keys for callers of a server.",
        subcommands = {
            KeyCreateCommand.class,
            KeyCommand.ListAll.class,
            KeyCommand.Rotate.class,
            KeyCommand.Revoke.class
        },
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n")
public final class KeyCommand {
    static final String PATH = "/v1/keys";

    /** {@code freehold key list}. */
    @Command(
            name = "list",
            description = "Lists the keys of one's tenant, for an operator those of all; never a secret. Newest first.")
    static final class ListAll implements Runnable {
        @Option(names = "--tenant", paramLabel = "TENANT", description = "Of that tenant only, by name or id.")
        private Optional<String> tenant = Optional.empty();

        @Mixin
        private ServerOptions server = new ServerOptions();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public void run() {
            PrintWriter out = spec.commandLine().getOut();
            String of = tenant.map(text -> "&tenant=" + URLEncoder.encode(text, StandardCharsets.UTF_8))
                    .orElse("");
            String more = "";
            boolean none = true;
            while (true) {
                KeyJson.Page page = KeyJson.page(server.orLocal().get(PATH + "?limit=500" + of + more));
                page.items().forEach(each -> out.println(line(each)));
                none &= page.items().isEmpty();
                if (page.next().isEmpty()) {
                    out.flush();
                    if (none) {
                        spec.commandLine()
                                .getErr()
                                .println("freehold: there are no keys"
                                        + tenant.map(" of "::concat).orElse(""));
                    }
                    return;
                }
                more = "&cursor=" + page.next().get();
            }
        }

        private static String line(KeyJson.Seen key) {
            return "%s  %-30s  %-12s  %-7s  %s  used %s  expires %s  %s"
                    .formatted(
                            key.id(),
                            key.tenant(),
                            key.role(),
                            key.state(),
                            String.join(",", key.rights()),
                            key.lastUsedAt().orElse("never"),
                            key.expiresAt().orElse("never"),
                            Printable.of(key.name()));
        }
    }

    /** {@code freehold key rotate}. */
    @Command(name = "rotate", description = "Gives a key another secret and prints it, once.")
    static final class Rotate implements Runnable {
        @Parameters(paramLabel = "KEY_ID", description = "As freehold key list shows it: key_…")
        private String id = "";

        @Option(
                names = "--grace",
                paramLabel = "TIME",
                description = "How long the old secret counts besides, as 0s or 2h, at most 30d (default: 1d).")
        private Optional<String> grace = Optional.empty();

        @Mixin
        private ServerOptions server = new ServerOptions();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public void run() {
            KeyJson.Seen key = KeyJson.one(
                    server.orLocal().send("POST", PATH + "/" + encoded(id) + "/rotate", KeyJson.grace(pause())));
            spec.commandLine().getOut().println(key.secret().orElseThrow());
            spec.commandLine().getOut().flush();
        }

        private Optional<Duration> pause() {
            try {
                return grace.map(KeepText::age);
            } catch (IllegalArgumentException wrong) {
                throw new Declined(ExitStatus.USAGE, "--grace: " + wrong.getMessage());
            }
        }
    }

    /** {@code freehold key revoke}. */
    @Command(name = "revoke", description = "Ends a key, at once and for good.")
    static final class Revoke implements Runnable {
        @Parameters(paramLabel = "KEY_ID", description = "As freehold key list shows it: key_…")
        private String id = "";

        @Mixin
        private ServerOptions server = new ServerOptions();

        @Override
        public void run() {
            byte[] _ = server.orLocal().delete(PATH + "/" + encoded(id));
        }
    }

    private static String encoded(String id) {
        return URLEncoder.encode(id, StandardCharsets.UTF_8);
    }
}
