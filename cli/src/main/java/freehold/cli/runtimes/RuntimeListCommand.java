package freehold.cli.runtimes;

import freehold.runtime.Catalogue;
import freehold.runtime.Installed;
import freehold.runtime.Missing;
import freehold.runtime.Pack;
import freehold.wire.api.RuntimeWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code freehold runtime list}, and {@code freehold runtimes}. */
@Command(
        name = "list",
        description = {
            "Lists languages and versions, and what would bring those that are not here.",
            "A version with a dot behind it is meant by NAME@VERSION alone. A line with ! says what is not as it should be."
        })
public final class RuntimeListCommand implements Runnable {
    @Option(names = "--json", description = "Print what GET /v1/runtimes answers.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        Catalogue catalogue = Toolchains.discover(
                Toolchains.packs(List.of()), spec.commandLine().getErr());
        if (json) {
            out.println(new String(RuntimeWriter.list(catalogue), StandardCharsets.UTF_8));
        } else {
            out.print(table(catalogue));
            out.println("· only by its version, such as NAME@VERSION; a name alone means the version without the dot");
        }
        out.flush();
    }

    static String table(Catalogue catalogue) {
        StringBuilder text = new StringBuilder();
        for (Installed each : catalogue.installed()) {
            boolean isMeant = catalogue.findAll(each.pack().name()).getFirst().equals(each);
            text.append("%-12s %-12s %-20s %-9s %s%n"
                    .formatted(
                            each.pack().name(),
                            each.version() + (isMeant ? "" : " ·"),
                            names(each.pack()),
                            each.source(),
                            each.size()));
            each.warning()
                    .ifPresent(warning -> text.append("  ! ").append(warning).append('\n'));
        }
        for (Missing each : catalogue.missing()) {
            text.append("%-12s %-12s %-20s %s%n".formatted(each.pack().name(), "-", names(each.pack()), each.reason()));
        }
        return text.toString();
    }

    private static String names(Pack pack) {
        return pack.aliases().isEmpty() ? "" : "(" + String.join(", ", pack.aliases()) + ")";
    }
}
