package freehold.cli.cluster;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.wire.client.ProblemJson;
import freehold.wire.client.WorkerJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
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
    private static final Duration CONNECT_MAX = Duration.ofSeconds(10);

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

    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "A control of the cluster (or FREEHOLD_SERVER; default: http://127.0.0.1:8080).")
    private Optional<URI> server = Optional.empty();

    @Option(names = "--key", paramLabel = "KEY", description = "For that server (better: FREEHOLD_KEY).")
    private Optional<String> key = Optional.empty();

    @Option(names = "--json", description = "Print what GET /v1/workers answers.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        byte[] list = send("GET", "/v1/workers");
        List<WorkerJson> workers = WorkerJson.read(list);
        if (wish.isPresent()) {
            WorkerJson one = find(workers);
            send("POST", "/v1/workers/" + one.id() + "/" + wish.get().name().toLowerCase(Locale.ROOT));
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

    private byte[] send(String method, String path) {
        URI at = server.or(() ->
                        Optional.ofNullable(System.getenv("FREEHOLD_SERVER")).map(URI::create))
                .orElse(URI.create("http://127.0.0.1:8080"));
        HttpRequest.Builder request = HttpRequest.newBuilder(at.resolve(path)).method(method, BodyPublishers.noBody());
        key.or(() -> Optional.ofNullable(System.getenv("FREEHOLD_KEY")))
                .ifPresent(text -> request.header("Authorization", "Bearer " + text));
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(CONNECT_MAX).build()) {
            HttpResponse<byte[]> answer = client.send(request.build(), BodyHandlers.ofByteArray());
            if (answer.statusCode() / 100 == 2) {
                return answer.body();
            }
            throw new Declined(
                    answer.statusCode() >= 500 ? ExitStatus.UNAVAILABLE : ExitStatus.USAGE,
                    ProblemJson.read(answer.statusCode(), answer.body()).sentence());
        } catch (IOException unreachable) {
            throw new Declined(
                    ExitStatus.UNAVAILABLE, "the server at " + at + " cannot be reached: " + unreachable.getMessage());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
