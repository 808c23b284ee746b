package freehold.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import freehold.client.World.Between;
import freehold.client.World.Fault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the client does when the server declines, is slow, or goes away in the middle: the proxy between breaks things. */
class FaultsTest {
    private static final ExecutionRequest ECHO = FreeholdClientTest.sh("echo once");

    @Test
    void comes_back_when_told_with_the_same_key() throws IOException {
        try (var proxy = new Between(World.saysLater(429, 1), World.says(503));
                var client = World.client(proxy.address())) {
            long began = System.nanoTime();

            Execution execution = client.run(ECHO);

            assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofSeconds(1));
            assertThat(execution.stdout()).isEqualTo("once\n");
            assertThat(proxy.seen).hasSize(3);
            assertThat(proxy.seen.stream()
                            .flatMap(each -> each.header("Idempotency-key").stream())
                            .distinct())
                    .hasSize(1);
        }
    }

    @Test
    void does_not_come_before_it_was_told() throws IOException {
        String problem = "{\"type\":\"/errors/queue-full\",\"title\":\"t\",\"status\":429,\"detail\":\"9 wait.\"}";
        try (var proxy = new Between(new Fault.Says(429, Map.of("Retry-After", "60"), problem));
                var client = World.client(proxy.address())) {

            var busy = catchThrowableOfType(ApiException.Busy.class, () -> client.run(ECHO));

            assertThat(busy.retryAfter()).contains(Duration.ofSeconds(60));
            assertThat(busy.kind()).contains(Slug.QUEUE_FULL);
            assertThat(proxy.seen).hasSize(1);
        }
    }

    @Test
    void gives_up_in_the_end_and_does_not_repeat_a_refusal() throws IOException {
        try (var proxy = new Between(
                        Collections.nCopies(9, World.saysLater(503, 0)).toArray(Fault[]::new));
                var client = World.client(proxy.address())) {
            assertThatThrownBy(client::runtimes).isInstanceOf(ApiException.Unavailable.class);
            assertThat(proxy.seen).hasSize(4);
        }
        try (var proxy = new Between();
                var client = World.client(proxy.address())) {
            assertThatThrownBy(() -> client.run(ExecutionRequest.of("klingon", "")))
                    .isInstanceOf(ApiException.Refused.class);
            assertThat(proxy.seen).hasSize(1);
        }
    }

    @Test
    void an_answer_that_was_lost_does_not_run_twice() throws IOException {
        var labels = FreeholdClientTest.series();
        try (var proxy = new Between(new Fault.Loses(), new Fault.Cuts(10));
                var client = World.client(proxy.address())) {

            Execution execution = client.run(FreeholdClientTest.labelled(ECHO, labels));

            assertThat(client.executions(Filter.ALL.labels(labels)))
                    .extracting(Execution::id)
                    .containsExactly(execution.id());
        }
    }

    @Test
    void a_deletion_whose_answer_was_lost_has_happened() throws IOException {
        try (var proxy = new Between();
                var client = World.client(proxy.address())) {
            String id = client.run(ECHO).id();
            proxy.faults.add(new Fault.Loses());

            client.delete(id);

            assertThatThrownBy(() -> client.get(id)).isInstanceOf(ApiException.NotFound.class);
        }
    }

    @Test
    void a_stream_that_breaks_anywhere_tells_each_event_once() throws IOException {
        try (var direct = World.client()) {
            Execution execution = direct.run(ExecutionRequest.of(
                    "python", "import sys\nfor i in range(5): print(i, flush=True)\nprint('é', file=sys.stderr)"));
            for (int cut : List.of(1, 5, 11, 40, 60, 100, 150, 200, 400, 1000)) {
                try (var proxy = new Between(new Fault.Cuts(cut), new Fault.Loses(), World.says(503));
                        var client = World.client(proxy.address())) {

                    List<Event> events = FreeholdClientTest.events(client, execution.id(), 0);

                    var output = new ByteArrayOutputStream();
                    FreeholdClientTest.outputs(events).forEach(each -> output.writeBytes(each.bytes()));
                    assertThat(output.toString(UTF_8)).isEqualTo("0\n1\n2\n3\n4\né\n");
                    assertThat(events).extracting(Event::position).doesNotHaveDuplicates();
                    assertThat(events.getLast())
                            .isEqualTo(new Event.Finished(events.getLast().position(), execution));
                }
            }
        }
    }

    @Test
    void events_that_a_restarted_server_tells_again_are_passed_over() throws IOException {
        String again = "id: 2\nevent: state\ndata: {\"state\":\"running\"}\n\n".repeat(2);
        try (var direct = World.client();
                var proxy = new Between(World.says(200, again), World.says(200, again));
                var client = World.client(proxy.address())) {
            String id = direct.run(ECHO).id();

            List<Event> events = FreeholdClientTest.events(client, id, 0);

            assertThat(events)
                    .extracting(Object::getClass)
                    .containsExactly(Event.StateChanged.class, Event.Output.class, Event.Finished.class);
        }
    }

    @Test
    void a_stream_that_brings_nothing_ends_in_an_exception() throws IOException {
        try (var direct = World.client();
                var proxy =
                        new Between(Collections.nCopies(9, new Fault.Loses()).toArray(Fault[]::new));
                var client = World.client(proxy.address())) {
            String id = direct.run(ECHO).id();

            assertThatThrownBy(() -> FreeholdClientTest.events(client, id, 0))
                    .isInstanceOf(FreeholdException.ConnectionFailed.class);
        }
    }

    @Test
    void nobody_there_is_said_with_the_address() throws IOException {
        String address;
        try (var unused = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            address = "http://127.0.0.1:" + unused.getLocalPort();
        }
        try (var client = World.client(address)) {
            assertThatThrownBy(() -> client.run(ECHO))
                    .isInstanceOf(FreeholdException.ConnectionFailed.class)
                    .hasMessageContaining(address);
        }
    }

    @Test
    void an_answer_of_something_else_is_not_believed() throws IOException {
        for (String body : List.of("<html>", "[]", "{\"id\": 1}", "null", "\"\"", "{}")) {
            try (var proxy = new Between(World.says(200, body));
                    var client = World.client(proxy.address())) {
                assertThatThrownBy(() -> client.get(World.NONE))
                        .as(body)
                        .isInstanceOf(FreeholdException.UnexpectedAnswer.class);
            }
        }
    }

    @Test
    void a_verdict_of_a_newer_server_is_not_taken_for_another() throws IOException, InterruptedException {
        try (var direct = World.client();
                var http = HttpClient.newHttpClient()) {
            URI address = URI.create(
                    World.SERVER + "/v1/executions/" + direct.run(ECHO).id());
            var request = HttpRequest.newBuilder(address).header("Authorization", "Bearer " + World.KEY);
            String body = http.send(request.build(), HttpResponse.BodyHandlers.ofString())
                    .body()
                    .replace("\"succeeded\"", "\"exalted\"");
            try (var proxy = new Between(World.says(200, body));
                    var client = World.client(proxy.address())) {
                assertThatThrownBy(() -> client.get(World.NONE))
                        .isInstanceOf(FreeholdException.UnexpectedAnswer.class)
                        .hasMessageContaining("exalted");
            }
        }
    }

    @Test
    void a_key_does_not_follow_a_redirection() throws IOException {
        try (var elsewhere = new Between();
                var proxy =
                        new Between(new Fault.Says(307, Map.of("Location", elsewhere.address() + "/v1/runtimes"), ""));
                var client = World.client(proxy.address())) {
            assertThatThrownBy(client::runtimes).isInstanceOf(FreeholdException.UnexpectedAnswer.class);
            assertThat(elsewhere.seen).isEmpty();
        }
    }

    @Test
    void a_download_that_breaks_is_whole_in_the_end(@TempDir Path folder) throws IOException {
        try (var direct = World.client();
                var proxy = new Between(new Fault.Cuts(1000));
                var client = World.client(proxy.address())) {
            String id = direct.run(ExecutionRequest.builder("python")
                            .source("open('a','wb').write(b'x'*100000)")
                            .collect("a")
                            .build())
                    .id();

            client.download(id, "a", folder.resolve("a"));

            assertThat(folder.resolve("a")).hasSize(100_000);
            proxy.faults.add(new Fault.Cuts(1000));
            assertThat(client.artifact(id, "a")).hasSize(100_000);
        }
    }

    @Test
    void the_key_of_the_environment_is_shown_to_its_server_only() {
        var environment = Map.of("FREEHOLD_SERVER", "https://here:443/", "FREEHOLD_KEY", "fh_k");

        assertThat(Settings.of(Optional.empty(), Optional.empty(), environment).key())
                .contains("fh_k");
        assertThat(Settings.of(Optional.of("https://here"), Optional.empty(), environment)
                        .key())
                .contains("fh_k");
        assertThat(Settings.of(Optional.of("https://there"), Optional.empty(), environment)
                        .key())
                .isEmpty();
        assertThat(Settings.of(Optional.of("https://there"), Optional.of("fh_o"), environment)
                        .key())
                .contains("fh_o");
    }

    @Test
    void an_address_is_checked_before_anything_is_sent() {
        for (String address :
                List.of("127.0.0.1:80", "ftp://a", "http://", "http://u:pass@a", "http://a?b", "http://a:99999")) {
            assertThatThrownBy(() -> FreeholdClient.builder().server(address).build())
                    .as(address)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContaining("pass@");
        }
        assertThatThrownBy(() -> FreeholdClient.builder()
                        .server("http://a")
                        .key("fh_x\n")
                        .build())
                .isInstanceOf(IllegalArgumentException.class);
    }
}
