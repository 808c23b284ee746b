package freehold.cli.batch;

import freehold.cli.ExitStatus;
import freehold.cli.remote.RemoteServer;
import freehold.cli.remote.ServerOptions;
import freehold.text.Printable;
import freehold.wire.client.BatchJson;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code freehold batch}. */
@Command(
        name = "batch",
        description = {
            "Runs many programs on a server at once, waits until all have ended, and prints a line for each: its place in FILE, its id, its"
                    + " verdict, and what happened where it did not succeed.",
            "FILE is JSON: an object with executions and perhaps labels, or one request a line. A request is what POST /v1/executions takes;"
                    + " docs/batches.md has an example. All are let in or none, at most 1000.",
            "How many have ended is told on the standard error. They go on if this command is ended: GET /v1/batches/ID has what became of them."
        },
        footerHeading = "%nTry:%n",
        footer = {
            "  echo '{\"runtime\": \"python\", \"source\": \"print(6 * 7)\"}' | freehold batch -",
            "  freehold batch class.json --json | jq -r '.items[] | [.id, .verdict, .run.stdout] | @tsv'"
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:all succeeded",
            "1:at least one did not, or was erased meanwhile",
            "64:FILE is no batch, or the server declined it: none runs",
            "69:the server cannot be reached, or cannot take so much now"
        })
public final class BatchCommand implements Callable<Integer> {
    private static final String SUCCEEDED = "succeeded";

    @Parameters(paramLabel = "FILE", description = "The requests; - is the standard input.")
    private Path file = Path.of("");

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Option(
            names = "--json",
            description = "Print what GET /v1/batches/ID answers at the end, with output, instead of lines.")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        byte[] body = BatchFile.body(file, System.in);
        RemoteServer asked = server.orLocal();
        PrintWriter err = spec.commandLine().getErr();
        BatchJson batch = read(asked, new ByteArrayInputStream(asked.send("POST", "/v1/batches", body)));
        String path = "/v1/batches/" + batch.id();
        err.println("freehold: " + Printable.of(batch.id()) + ": " + batch.total() + " accepted");
        int told = -1;
        while (true) {
            if (batch.finished() != told) {
                told = batch.finished();
                err.println("freehold: " + told + " of " + batch.total() + " ended");
                err.flush();
            }
            if (batch.hasEnded()) {
                break;
            }
            batch = seen(asked, path + "?wait=10s");
        }
        return said(asked, path, batch);
    }

    private static BatchJson seen(RemoteServer asked, String path) {
        AtomicReference<Optional<BatchJson>> seen = new AtomicReference<>(Optional.empty());
        asked.read(path, "application/json", body -> seen.set(Optional.of(read(asked, body))));
        return seen.get().orElseThrow();
    }

    private static BatchJson read(RemoteServer asked, InputStream body) {
        return asked.understood(() -> BatchJson.read(body));
    }

    private int said(RemoteServer asked, String path, BatchJson batch) {
        PrintWriter out = spec.commandLine().getOut();
        long succeeded = 0;
        boolean isWhole = batch.items().size() == batch.total(); // else nobody knows which ones were erased
        int place = 0;
        for (BatchJson.Item item : batch.items()) {
            boolean isWell = item.verdict().equals(Optional.of(SUCCEEDED));
            succeeded += isWell ? 1 : 0;
            place++;
            if (!json) {
                out.println((isWhole ? String.valueOf(place) : "-") + "\t" + Printable.of(item.id()) + "\t"
                        + Printable.of(item.verdict().orElse("?"))
                        + (isWell ? "" : "\t" + Printable.of(item.explanation())));
            }
        }
        if (json) {
            asked.read(path, "application/json", body -> {
                out.println(new String(body.readAllBytes(), StandardCharsets.UTF_8));
            });
        }
        out.flush();
        PrintWriter err = spec.commandLine().getErr();
        err.println("freehold: " + succeeded + " of " + batch.total() + " succeeded");
        err.flush();
        return succeeded == batch.total() ? ExitStatus.OK : ExitStatus.DIFFERS;
    }
}
