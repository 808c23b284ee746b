package freehold.cli.identity;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.cli.remote.Asking;
import freehold.cli.remote.RemoteServer;
import freehold.cli.serve.RateText;
import freehold.tenant.Rate;
import freehold.wire.client.TenantJson;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code freehold tenant}. */
@Command(
        name = "tenant",
        description = "Makes, shows and changes the tenants of a server; with an operator's key.",
        subcommands = {
            TenantCommand.Create.class,
            TenantCommand.ListAll.class,
            TenantCommand.Show.class,
            TenantCommand.Change.class,
            TenantCommand.Suspend.class,
            TenantCommand.Resume.class,
            TenantCommand.Delete.class,
            TenantCommand.Export.class,
            TenantCommand.RotateKey.class
        },
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        footerHeading = "%nTry:%n",
        footer = {
            "  export FREEHOLD_SERVER=http://127.0.0.1:8080 FREEHOLD_KEY=fh_…",
            "  freehold tenant create physics --rate 600/1m",
            "  freehold key create --tenant physics --role tenant-admin"
        })
public final class TenantCommand {
    private static final String PATH = "/v1/tenants";

    private static void print(PrintWriter out, TenantJson.Seen tenant) {
        out.println("%-30s  %-20s  %-9s  %s"
                .formatted(
                        tenant.id(),
                        tenant.name(),
                        tenant.state(),
                        tenant.rate().orElse("default rate")));
    }

    private static String at(String tenant) {
        return PATH + "/" + URLEncoder.encode(tenant, StandardCharsets.UTF_8);
    }

    private static Optional<Rate> rate(Optional<String> text) {
        try {
            return text.map(RateText::parse);
        } catch (IllegalArgumentException wrong) {
            throw new Declined(ExitStatus.USAGE, "--rate: " + wrong.getMessage());
        }
    }

    /** What one of them asks about. */
    abstract static class AskingAboutOne extends Asking {
        @Parameters(paramLabel = "TENANT", description = "By name or id.")
        private String tenant = "";

        final String path() {
            return at(tenant);
        }
    }

    /** {@code freehold tenant create}. */
    @Command(name = "create", description = "Makes a tenant, and says its id.")
    static final class Create extends Asking {
        @Parameters(paramLabel = "NAME", description = "1 to 64 of a-z, 0-9, _ and -, beginning with a letter.")
        private String name = "";

        @Option(
                names = "--rate",
                paramLabel = "REQUESTS/WINDOW",
                description = "How often it may ask, as 600/1m (default: the server's).")
        private Optional<String> rate = Optional.empty();

        @Override
        protected void ask(RemoteServer server, PrintWriter out) {
            print(out, TenantJson.one(server.send("POST", PATH, TenantJson.form(Optional.of(name), rate(rate)))));
        }
    }

    /** {@code freehold tenant list}. */
    @Command(name = "list", description = "Lists all, newest first.")
    static final class ListAll extends Asking {
        @Override
        protected void ask(RemoteServer server, PrintWriter out) {
            String more = "";
            while (true) {
                TenantJson.Page page = TenantJson.page(server.get(PATH + "?limit=500" + more));
                page.items().forEach(each -> print(out, each));
                if (page.next().isEmpty()) {
                    return;
                }
                more = "&cursor=" + page.next().get();
            }
        }
    }

    /** {@code freehold tenant show}. */
    @Command(name = "show", description = "Shows one.")
    static final class Show extends AskingAboutOne {
        @Override
        protected void ask(RemoteServer server, PrintWriter out) {
            print(out, TenantJson.one(server.get(path())));
        }
    }

    /** {@code freehold tenant change}. */
    @Command(name = "change", description = "Gives it another name or rate; what is not named stays.")
    static final class Change extends AskingAboutOne {
        @Option(names = "--name", paramLabel = "NAME", description = "Its new name.")
        private Optional<String> name = Optional.empty();

        @Option(names = "--rate", paramLabel = "REQUESTS/WINDOW", description = "How often it may ask, as 600/1m.")
        private Optional<String> rate = Optional.empty();

        @Override
        protected void ask(RemoteServer server, PrintWriter out) {
            print(out, TenantJson.one(server.send("PATCH", path(), TenantJson.form(name, rate(rate)))));
        }
    }

    /** {@code freehold tenant suspend}. */
    @Command(name = "suspend", description = "Lets nobody act for it from now on; nothing of it is lost.")
    static final class Suspend extends AskingAboutOne {
        @Override
        protected void ask(RemoteServer server, PrintWriter out) {
            print(out, TenantJson.one(server.send("POST", path() + "/suspend", new byte[0])));
        }
    }

    /** {@code freehold tenant resume}. */
    @Command(name = "resume", description = "Ends a suspension.")
    static final class Resume extends AskingAboutOne {
        @Override
        protected void ask(RemoteServer server, PrintWriter out) {
            print(out, TenantJson.one(server.send("POST", path() + "/resume", new byte[0])));
        }
    }

    /** {@code freehold tenant delete}. */
    @Command(
            name = "delete",
            description =
                    "Deletes one that is suspended, with its keys and all that was kept of its executions; the key that it"
                            + " was sealed with is destroyed, so that what is left of it anywhere can be read by nobody.")
    static final class Delete extends AskingAboutOne {
        @Override
        protected void ask(RemoteServer server, PrintWriter out) {
            byte[] _ = server.delete(path());
        }
    }

    /** {@code freehold tenant rotate-key}. */
    @Command(
            name = "rotate-key",
            description =
                    "Gives it a new key that content is sealed with from now on; what was sealed before stays as it is.")
    static final class RotateKey extends AskingAboutOne {
        @Override
        protected void ask(RemoteServer server, PrintWriter out) {
            byte[] _ = server.send("POST", path() + "/rotate-key");
        }
    }

    /** {@code freehold tenant export}. */
    @Command(
            name = "export",
            description = {
                "Writes all that is kept for a tenant into one file: executions with their content, artifacts and inputs, its chain of the"
                        + " ledger, policies and usage. With a key of its administrator, or an operator's.",
                "The file is not sealed: whoever has it can read it. Only its owner can, as it is made."
            })
    static final class Export extends AskingAboutOne {
        @Option(names = "--out", paramLabel = "FILE.tar.gz", required = true, description = "It must not be there yet.")
        private Path file = Path.of("");

        @Override
        protected void ask(RemoteServer server, PrintWriter out) {
            server.read(path() + "/export", "application/gzip", body -> ExportFile.write(file.toAbsolutePath(), body));
        }
    }
}
