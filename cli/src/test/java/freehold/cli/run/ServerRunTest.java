package freehold.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.cell.Tier;
import freehold.cli.remote.RemoteServer;
import freehold.cli.remote.ScriptedServer;
import freehold.execution.Content;
import freehold.execution.Request;
import freehold.execution.StepName;
import freehold.execution.WorkPath;
import freehold.wire.link.Stream;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A run on a server, whose program wrote three times and was ended by a real-time signal. */
@Timeout(60)
final class ServerRunTest {
    private static final String ID = "exe_1";
    private static final String SEEN = """
            {"id": "exe_1", "runtime": {"name": "c", "version": "12"}, "verdict": "crashed", "tier": "process",
             "run": {"signal": "SIGRTMIN+3", "usage": {}}}
            """;

    private final ScriptedServer server = new ScriptedServer();

    @BeforeEach
    void answer() {
        String wrote = "event: stdout\ndata: {\"text\": \"x\"}\n\n";
        server.answer("/v1/executions", 200, _ -> SEEN);
        server.answer("/v1/executions/" + ID + "/events", 200, _ -> wrote.repeat(3) + "event: finished\ndata: {}\n\n");
        server.answer("/v1/executions/" + ID + "/cancel", 202, _ -> SEEN);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private static Request request() {
        RunRequest asked = new RunRequest(
                Optional.of("c"),
                Optional.empty(),
                List.of(),
                List.of(),
                Map.of(),
                Map.of(),
                Optional.<Tier>empty(),
                List.of(),
                Map.of(),
                false,
                List.of());
        return asked.of("x".getBytes(StandardCharsets.UTF_8), new Content.Inline(new byte[0]), List.of());
    }

    /** As a terminal whose reader went away. */
    private record Closed(Runnable onClosed) implements Observer {
        @Override
        public void output(StepName step, Stream stream, byte[] bytes) {
            onClosed.run();
        }

        @Override
        public void artifact(WorkPath path, InputStream bytes) {}

        @Override
        public void notice(String sentence) {}
    }

    @Test
    void whose_output_nobody_reads_is_cancelled_once() {
        try (ServerRun run = new ServerRun(new RemoteServer(URI.create(server.address()), Optional.empty()))) {
            run.run(request(), new Closed(run::cancel));
        }

        assertThat(server.asked).filteredOn(each -> each.contains("/cancel")).hasSize(1);
    }

    @Test
    void has_the_status_that_the_same_program_has_here() {
        try (ServerRun run = new ServerRun(new RemoteServer(URI.create(server.address()), Optional.empty()))) {
            Ended ended = run.run(request(), new Closed(() -> {}));

            assertThat(ended)
                    .isInstanceOfSatisfying(
                            Ended.Finished.class,
                            finished ->
                                    assertThat(finished.summary().exitStatus()).isEqualTo(128 + 37));
        }
    }
}
