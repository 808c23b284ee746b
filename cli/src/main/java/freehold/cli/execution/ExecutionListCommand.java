package freehold.cli.execution;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.cli.remote.Asking;
import freehold.cli.remote.RemoteServer;
import freehold.wire.client.ExecutionJson;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code freehold execution list}. */
@Command(
        name = "list",
        description = {
            "Lists the executions of one's tenant, newest first: id, when it was accepted (UTC), runtime, state, verdict, wall time, labels."
        })
final class ExecutionListCommand extends Asking {
    private static final int USUAL = 50;
    private static final int PAGE_MAX = 500;

    @Option(names = "--state", paramLabel = "STATE", description = "Such only: queued, building, running, finished.")
    private Optional<String> state = Optional.empty();

    @Option(
            names = "--verdict",
            paramLabel = "VERDICT",
            description = "Such only, as failed or cpu_exceeded; docs/verdicts.md has them all.")
    private Optional<String> verdict = Optional.empty();

    @Option(names = "--runtime", paramLabel = "NAME", description = "Of that runtime only, as python.")
    private Optional<String> runtime = Optional.empty();

    @Option(
            names = "--label",
            paramLabel = "NAME:VALUE",
            description = "With that label only; of several, with all of them.")
    private List<String> labels = List.of();

    @Option(names = "--limit", paramLabel = "N", description = "At most so many (default: " + USUAL + ").")
    private Optional<Integer> limit = Optional.empty();

    @Option(names = "--all", description = "All there are.")
    private boolean all;

    @Option(
            names = "--json",
            description = "Print what GET /v1/executions answers, a page a line: at most " + PAGE_MAX + " are in one.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private int shown;

    @Override
    protected void ask(RemoteServer server, PrintWriter out) {
        int most = most();
        String filters = filters();
        Optional<String> next = Optional.empty();
        do {
            String path = ExecutionCommand.PATH + "?" + filters + "limit=" + Math.min(most - shown, PAGE_MAX)
                    + next.map(cursor -> "&cursor=" + encoded(cursor)).orElse("");
            next = json ? document(server, path, out) : lines(server, path, out);
        } while (next.isPresent() && shown < most);
        PrintWriter err = spec.commandLine().getErr();
        if (shown == 0) {
            err.println(
                    filters.isEmpty()
                            ? "freehold: there are no executions"
                            : "freehold: there are no executions of that kind");
        } else if (next.isPresent()) {
            err.println("freehold: there are more; --limit lists more of them, --all every one");
        }
    }

    private int most() {
        if (all && limit.isPresent()) {
            throw new Declined(ExitStatus.USAGE, "--all and --limit do not go together; give one of them");
        }
        int most = limit.orElse(all ? Integer.MAX_VALUE : USUAL);
        if (most < 1) {
            throw new Declined(ExitStatus.USAGE, "--limit: at least 1, not " + most + "; --all lists every one");
        }
        return most;
    }

    /** Each followed by an ampersand. What their values may be is the server's to say. */
    private String filters() {
        List<String> query = new ArrayList<>();
        state.ifPresent(text -> query.add("state=" + encoded(text)));
        verdict.ifPresent(text -> query.add("verdict=" + encoded(text)));
        runtime.ifPresent(text -> query.add("runtime=" + encoded(text)));
        labels.forEach(text -> query.add("label=" + encoded(text)));
        query.add("");
        return String.join("&", query);
    }

    private Optional<String> document(RemoteServer server, String path, PrintWriter out) {
        byte[] page = server.get(path);
        Optional<String> next =
                server.understood(() -> ExecutionJson.page(new ByteArrayInputStream(page), _ -> shown++));
        out.println(new String(page, StandardCharsets.UTF_8));
        return next;
    }

    /** While it comes: a page may have much output, of which no line tells anything. */
    private Optional<String> lines(RemoteServer server, String path, PrintWriter out) {
        AtomicReference<Optional<String>> next = new AtomicReference<>(Optional.empty());
        server.read(
                path,
                "application/json",
                body -> next.set(server.understood(() -> ExecutionJson.page(body, execution -> {
                    out.println(ExecutionTexts.line(execution));
                    shown++;
                }))));
        return next.get();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
