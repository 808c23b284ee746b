package freehold.cli.cluster;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.cli.remote.RemoteServer;
import freehold.cli.remote.ServerOptions;
import freehold.wire.client.WorkerJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code freehold workers}. */
@Command(
        name = "workers",
        description = {
            "Lists the workers of a cluster, or takes one out of service.",
            "cordon: take nothing new; uncordon: take work again; drain: finish what there is, and end."
        })
public final class WorkersCommand implements Runnable {
    /** What to do, besides listing. */
    enum Wish {
        CORDON,
        UNCORDON,
        DRAIN
    }

    @Parameters(index = "0", arity = "0..1", paramLabel = "cordon|uncordon|drain", description = "What to do.")
    private Optional<Wish> wish = Optional.empty();

    @Parameters(index = "1", arity = "0..1", paramLabel = "WORKER", description = "A name or an id of the list.")
    private Optional<String> worker = Optional.empty();

    @Mixin
    private ServerOptions options = new ServerOptions();

    @Option(names = "--json", description = "Print what GET /v1/workers answers.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        RemoteServer server = options.orLocal();
        byte[] list = server.get("/v1/workers");
        List<WorkerJson> workers = WorkerJson.read(list);
        if (wish.isPresent()) {
            WorkerJson one = find(workers);
            byte[] _ = server.send(
                    "POST", "/v1/workers/" + one.id() + "/" + wish.get().name().toLowerCase(Locale.ROOT));
            spec.commandLine().getOut().println(one.name() + " (" + one.id() + ") is told to " + words(wish.get()));
        } else if (json) {
            spec.commandLine().getOut().println(new String(list, StandardCharsets.UTF_8));
        } else {
            spec.commandLine().getOut().print(table(workers));
        }
        spec.commandLine().getOut().flush();
    }

    private static String words(Wish wish) {
        return switch (wish) {
            case CORDON -> "take nothing new";
            case UNCORDON -> "take work again";
            case DRAIN -> "finish what it has, and end";
        };
    }

    private WorkerJson find(List<WorkerJson> workers) {
        String asked = worker.orElseThrow(
                () -> new Declined(ExitStatus.USAGE, "name a worker, as in: freehold workers cordon WORKER"));
        List<WorkerJson> found = workers.stream()
                .filter(each -> each.id().equals(asked) || each.name().equals(asked))
                .toList();
        if (found.size() == 1) {
            return found.getFirst();
        }
        throw new Declined(
                ExitStatus.USAGE,
                found.isEmpty()
                        ? "there is no worker " + asked + "; see freehold workers"
                        : found.size() + " workers are called " + asked + "; name one by its id");
    }

    static String table(List<WorkerJson> workers) {
        StringBuilder text = new StringBuilder(
                "%-24s %-22s %-9s %9s  %s%n".formatted("NAME", "ID", "STATE", "BUSY", "RUNTIMES, LABELS"));
        for (WorkerJson each : workers) {
            text.append("%-24s %-22s %-9s %9s  %d %s%n"
                    .formatted(
                            each.name(),
                            each.id(),
                            each.state(),
                            each.busy() + " of " + each.capacity(),
                            each.runtimes(),
                            each.labels()));
        }
        return text.toString();
    }
}
