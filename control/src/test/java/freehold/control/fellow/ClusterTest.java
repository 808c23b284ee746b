package freehold.control.fellow;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.cell.Signal;
import freehold.control.world.Cluster;
import freehold.control.world.Outcomes;
import freehold.control.world.ScriptedWorker;
import freehold.control.world.Talker;
import freehold.wire.link.Speech;
import freehold.wire.link.Stream;
import freehold.wire.receipt.Envelope;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Two controls, one record: any of them answers about anything. */
final class ClusterTest {
    private static final String HOLD = "{\"runtime\": \"python\", \"source\": \"hold\"}";

    private final Cluster cluster = new Cluster();

    @AfterEach
    void close() {
        cluster.close();
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JsonMapper.shared().readTree(answer.body());
    }

    private Cluster.Control ready() {
        Cluster.Control control = cluster.control();
        while (control.free() == 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
        return control;
    }

    private static String begun(Cluster.Control control) throws Exception {
        HttpResponse<String> answer = control.post("/v1/executions?wait=0s", HOLD);
        assertThat(answer.statusCode()).isEqualTo(202);
        return json(answer).path("id").stringValue();
    }

    @Test
    void whoever_is_attached_to_another_control_talks_to_the_program_and_hears_it() throws Exception {
        ScriptedWorker worker = cluster.worker(1);
        Cluster.Control here = ready();
        Cluster.Control there = ready();
        String id = json(here.post(
                        "/v1/executions", "{\"runtime\": \"python\", \"source\": \"hold\", \"interactive\": true}"))
                .path("id")
                .stringValue();
        ScriptedWorker.Held held = worker.next();
        try (HttpClient client = HttpClient.newHttpClient();
                Talker talker = Talker.to(client, there.at("/v1/executions/" + id + "/attach"), Map.of())) {
            talker.say("{\"stdin\": \"over there\"}");
            talker.say("{\"signal\": \"SIGINT\"}");
            Speech first = held.said();
            Speech second = held.said();
            held.writes(Stream.STDOUT, "heard");

            assertThat(List.of(first, second)).contains(new Speech.Signalled(Signal.SIGINT));
            assertThat(talker.next("stdout").path("text").asString()).isEqualTo("heard");
            held.ends(Outcomes.succeeded(held.plan(), "heard"));
            assertThat(talker.next("finished").path("id").asString()).isEqualTo(id);
            assertThat(talker.closed()).isEqualTo(1000);
        }
    }

    @Test
    void an_explanation_says_that_each_control_counts_for_itself() throws Exception {
        cluster.worker(2);
        Cluster.Control here = ready();
        Cluster.Control there = ready();
        here.put("/v1/policies/class", "{\"concurrency\": 2}");
        there.put("/v1/policies/class", "{\"concurrency\": 2}");
        begun(here);

        JsonNode own = json(here.post("/v1/policies/class/explain", HOLD)).path("account");
        JsonNode others = json(there.post("/v1/policies/class/explain", HOLD)).path("account");

        assertThat(own.path("counted_by").asString()).isEqualTo("control");
        assertThat(own.path("living").asInt()).isEqualTo(1);
        assertThat(others.path("living").asInt()).isZero();
    }

    @Test
    void live_output_reaches_a_client_of_another_control_and_so_does_the_end() throws Exception {
        ScriptedWorker worker = cluster.worker(1);
        Cluster.Control here = ready();
        Cluster.Control there = ready();
        String id = begun(here);
        ScriptedWorker.Held held = worker.next();
        held.writes(Stream.STDOUT, "hello");

        try (HttpClient client = HttpClient.newHttpClient()) {
            Iterator<String> lines = client.send(
                            HttpRequest.newBuilder(there.at("/v1/executions/" + id + "/events"))
                                    .build(),
                            BodyHandlers.ofLines())
                    .body()
                    .filter(line -> line.startsWith("data: ") || line.equals("event: finished"))
                    .iterator();
            List<String> live = List.of(lines.next(), lines.next(), lines.next());
            held.ends(Outcomes.succeeded(held.plan(), "hello"));

            assertThat(live)
                    .containsExactly(
                            "data: {\"state\":\"queued\"}",
                            "data: {\"state\":\"running\"}",
                            "data: {\"step\":\"run\",\"offset\":0,\"text\":\"hello\"}");
            assertThat(lines.next()).isEqualTo("event: finished");
            assertThat(lines.next()).contains("\"verdict\":\"succeeded\"");
        }
    }

    @Test
    void another_control_tells_the_state_waits_for_the_end_and_cancels() throws Exception {
        ScriptedWorker worker = cluster.worker(1);
        Cluster.Control here = ready();
        Cluster.Control there = ready();
        String id = begun(here);
        worker.next();

        JsonNode running = json(there.get("/v1/executions/" + id));
        there.post("/v1/executions/" + id + "/cancel", "");
        JsonNode ended = json(there.get("/v1/executions/" + id + "?wait=20s"));

        assertThat(running.path("state").stringValue()).isEqualTo("running");
        assertThat(ended.path("verdict").stringValue()).isEqualTo("cancelled");
        assertThat(there.get("/v1/audit").body()).contains("execution.cancelled", id);
    }

    @Test
    void a_dead_controls_execution_is_taken_over_and_ends_once() throws Exception {
        ScriptedWorker worker = cluster.worker(2);
        Cluster.Control here = ready();
        Cluster.Control there = ready();
        String id = begun(here);
        ScriptedWorker.Held first = worker.next();

        here.dies();
        ScriptedWorker.Held second = worker.next();
        first.ends(Outcomes.succeeded(first.plan(), "from the first"));
        second.ends(Outcomes.succeeded(second.plan(), "from the second"));
        JsonNode ended = json(there.get("/v1/executions/" + id + "?wait=20s"));

        assertThat(ended.at("/run/stdout").stringValue("")).isEqualTo("from the second");
    }

    @Test
    void a_client_that_waits_where_an_execution_was_taken_over_is_told_the_end_that_counts() throws Exception {
        ScriptedWorker worker = cluster.worker(2);
        Cluster.Control here = ready();
        ready();
        String id = begun(here);
        CompletableFuture<HttpResponse<String>> waits = here.getSoon("/v1/executions/" + id + "?wait=30s");
        ScriptedWorker.Held first = worker.next();

        here.isTakenOver();
        ScriptedWorker.Held second = worker.next();
        first.ends(Outcomes.succeeded(first.plan(), "from the first"));
        while (here.has(id)) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
        second.ends(Outcomes.succeeded(second.plan(), "from the second"));

        assertThat(json(waits.get()).at("/run/stdout").stringValue("")).isEqualTo("from the second");
    }

    @Test
    void a_policy_that_one_control_was_given_counts_at_another_within_seconds() throws Exception {
        cluster.worker(1);
        Cluster.Control here = ready();
        Cluster.Control there = ready();

        int put = here.put("/v1/policies/strict", "{\"runtimes\": [\"c\"]}").statusCode();
        int standard = here.put("/v1/policies/strict/default", "").statusCode();
        int refused = 0;
        for (int i = 0; i < 100 && refused != 403; i++) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            refused = there.post("/v1/executions?wait=0s", HOLD).statusCode();
        }

        assertThat(put).isEqualTo(201);
        assertThat(standard).isEqualTo(204);
        assertThat(refused).isEqualTo(403);
    }

    @Test
    void an_end_has_one_receipt_with_the_name_of_its_worker_at_any_control() throws Exception {
        ScriptedWorker worker = cluster.worker(1);
        Cluster.Control here = ready();
        Cluster.Control there = ready();
        String id = begun(here);
        ScriptedWorker.Held held = worker.next();
        held.ends(Outcomes.succeeded(held.plan(), "hello"));
        there.get("/v1/executions/" + id + "?wait=20s");

        HttpResponse<String> receipt = there.get("/v1/executions/" + id + "/receipt");

        assertThat(receipt.statusCode()).isEqualTo(200);
        String payload = new String(
                Envelope.parse(receipt.body().getBytes(StandardCharsets.UTF_8)).payload(), StandardCharsets.UTF_8);
        assertThat(payload).contains(id).contains(ScriptedWorker.IDENTITY.id());
    }

    @Test
    void workers_are_listed_and_cordoned_by_any_control() throws Exception {
        cluster.worker(3);
        Cluster.Control control = ready();
        String worker = json(control.get("/v1/workers"))
                .path("items")
                .path(0)
                .path("id")
                .stringValue();

        int cordoned = control.post("/v1/workers/" + worker + "/cordon", "").statusCode();
        while (control.free() > 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
        JsonNode listed = json(control.get("/v1/workers")).path("items").path(0);
        int unknown = control.post("/v1/workers/nobody/drain", "").statusCode();

        assertThat(cordoned).isEqualTo(202);
        assertThat(listed.path("state").stringValue()).isEqualTo("cordoned");
        assertThat(listed.path("capacity").asInt()).isEqualTo(3);
        assertThat(unknown).isEqualTo(404);
    }
}
