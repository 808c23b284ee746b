package freehold.control.dialect.gojudge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freehold.control.exchange.Line;
import freehold.control.exchange.Talk;
import freehold.control.exchange.Terms;
import freehold.control.tenancy.Caller;
import freehold.control.world.Outcomes;
import freehold.control.world.ScriptedWorker.Held;
import freehold.control.world.Talker;
import freehold.control.world.World;
import freehold.control.world.World.Recipe;
import freehold.execution.Artifact;
import freehold.execution.FaultId;
import freehold.leak.LeakWatch;
import freehold.refusal.Refusal;
import freehold.tenant.Rate;
import freehold.wire.link.Speech;
import freehold.wire.link.Stream;
import java.io.EOFException;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Programs that talk to each other, and clients that talk by {@code /ws}. */
@Timeout(60)
@ExtendWith(LeakWatch.class)
final class InteractionTest {
    private static final String PLACE = "/compat/go-judge";
    private static final String PAIR =
            "\"cmd\": [{\"args\": [\"a\"], \"copyIn\": {\"a\": {\"content\": \"hold\"}}}, {\"args\": [\"b\"], \"copyIn\": {\"b\": {\"content\": \"hold\"}}}],"
                    + " \"pipeMapping\": [{\"in\": {\"index\": 0, \"fd\": 1}, \"out\": {\"index\": 1, \"fd\": 0}, \"proxy\": true, \"name\": \"asked\", \"max\": 3},"
                    + " {\"in\": {\"index\": 1, \"fd\": 1}, \"out\": {\"index\": 0, \"fd\": 0}}]";

    @TempDir
    private Path folder;

    private static CompletableFuture<HttpResponse<String>> begin(World world) {
        return world.client()
                .sendAsync(world.json(PLACE + "/run", "{" + PAIR + "}").build(), BodyHandlers.ofString());
    }

    /** Both, the one that is called {@code a} first. */
    private static List<Held> both(World world) throws InterruptedException {
        Held one = world.worker.next();
        Held other = world.worker.next();
        return one.plan().run().program().argv().getFirst().equals("./a") ? List.of(one, other) : List.of(other, one);
    }

    private static String heard(Held by) throws InterruptedException {
        return by.said() instanceof Speech.Input(byte[] bytes)
                ? new String(bytes, StandardCharsets.UTF_8)
                : "the end of its input";
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }

    @Test
    void what_one_writes_the_other_reads_and_the_end_of_one_is_the_end_of_its_input() throws Exception {
        try (World world = new World(folder)) {
            var answer = begin(world);
            List<Held> both = both(world);
            Held a = both.getFirst();
            Held b = both.getLast();

            a.writes(Stream.STDOUT, "1 or 2?\n");
            String question = heard(b);
            b.writes(Stream.STDOUT, "2\n");
            String reply = heard(a);
            a.writes(Stream.STDERR, "not for the other");
            a.ends(Outcomes.succeeded(a.plan(), "1 or 2?\n"));
            String end = heard(b);
            b.ends(Outcomes.succeeded(b.plan(), "2\n"));
            JsonNode results = json(answer.join().body());

            assertThat(List.of(question, reply, end)).containsExactly("1 or 2?\n", "2\n", "the end of its input");
            assertThat(a.plan().dialogue().isOpen()).isTrue();
            assertThat(results.path(0).path("status").stringValue()).isEqualTo("Accepted");
            assertThat(results.path(0).path("files").path("asked").stringValue())
                    .isEqualTo("1 o");
            assertThat(results.path(1).path("status").stringValue()).isEqualTo("Accepted");
        }
    }

    @Test
    void a_reader_that_does_not_listen_delays_nobody_and_loses_nothing() throws Exception {
        try (World world = new World(folder)) {
            var answer = begin(world);
            List<Held> both = both(world);
            Held a = both.getFirst();
            Held b = both.getLast();

            b.deaf(true);
            for (int i = 0; i < 100; i++) {
                a.writes(Stream.STDOUT, "x".repeat(10_000));
            }
            a.ends(Outcomes.succeeded(a.plan(), "x".repeat(1_000_000)));
            b.deaf(false);
            int read = 0;
            for (String part = heard(b); part.startsWith("x"); part = heard(b)) {
                read += part.length();
            }
            b.ends(Outcomes.succeeded(b.plan(), ""));
            answer.join();

            assertThat(read).isEqualTo(1_000_000);
        }
    }

    @Test
    void one_whose_worker_is_lost_takes_the_other_along() throws Exception {
        try (World world = new World(folder)) {
            var answer = begin(world);

            both(world).getFirst().isLost();
            JsonNode results = json(answer.join().body());

            assertThat(results.path(0).path("status").stringValue()).isEqualTo("Internal Error");
            assertThat(results.path(1).path("status").stringValue()).isEqualTo("Signalled");
        }
    }

    @Test
    void both_end_with_a_client_that_goes_away() throws Exception {
        try (World world = new World(folder)) {
            var answer = begin(world);
            List<Held> both = both(world);

            answer.cancel(true);

            for (Held each : both) {
                assertThat(json(world.get("/v1/executions/" + each.plan().id() + "?wait=10s")
                                        .body())
                                .path("verdict")
                                .stringValue())
                        .isEqualTo("cancelled");
            }
        }
    }

    @Test
    void a_server_with_one_cell_says_that_it_cannot() throws Exception {
        try (World world = new World(folder, Recipe.USUAL.cells(1))) {
            HttpResponse<String> answer = begin(world).join();

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).contains("2 cells at one time");
        }
    }

    @Test
    void by_a_socket_jobs_have_names_of_the_client_and_can_be_taken_back() throws Exception {
        try (World world = new World(folder);
                Talker talker = Talker.to(world.client(), world.at(PLACE + "/ws"), Map.of())) {
            String held = "\"cmd\": [{\"args\": [\"a\"], \"copyIn\": {\"a\": {\"content\": \"hold\"}}}]";
            talker.say("{\"requestId\": \"slow\", " + held + "}");
            world.worker.next();
            talker.say("{\"requestId\": \"slow\", " + held + "}");
            JsonNode doubled = talker.next();
            talker.say(
                    "{\"requestId\": \"quick\", \"cmd\": [{\"args\": [\"a\"], \"copyIn\": {\"a\": {\"content\": \"echo hello\"}},"
                            + " \"files\": [null, {\"name\": \"stdout\", \"max\": 100}]}]}");
            JsonNode quick = talker.next();
            talker.say("{\"cancelRequestId\": \"nobody\"}");
            talker.say("{\"cancelRequestId\": \"slow\"}");
            JsonNode slow = talker.next();
            talker.say("{\"requestId\": \"bad\", \"cmd\": []}");
            JsonNode bad = talker.next();
            talker.say("nothing");

            assertThat(doubled.path("error").stringValue()).isEqualTo("duplicated request id: slow");
            assertThat(quick.path("requestId").stringValue()).isEqualTo("quick");
            assertThat(quick.path("results")
                            .path(0)
                            .path("files")
                            .path("stdout")
                            .stringValue())
                    .isEqualTo("hello");
            assertThat(slow.path("results").path(0).path("status").stringValue())
                    .isEqualTo("Signalled");
            assertThat(bad.path("error").stringValue()).isEqualTo("no cmd provided");
            assertThat(talker.closed()).isEqualTo(1007);
        }
    }

    private static String echo(String id) {
        return "{\"requestId\": \"" + id
                + "\", \"cmd\": [{\"args\": [\"a\"], \"copyIn\": {\"a\": {\"content\": \"echo hello\"}}}]}";
    }

    @Test
    void each_job_of_a_socket_pays_as_a_request_does() throws Exception {
        Rate three = new Rate(3, Duration.ofHours(1)); // one of them opens the socket
        try (World world = new World(folder, Recipe.USUAL.rate(three));
                Talker talker = Talker.to(world.client(), world.at(PLACE + "/ws"), Map.of())) {
            talker.say(echo("first"));
            JsonNode first = talker.next();
            talker.say(echo("second"));
            JsonNode second = talker.next();
            talker.say("{\"cancelRequestId\": \"second\"}");

            talker.say(echo("third"));
            JsonNode third = talker.next();

            assertThat(first.path("results").path(0).path("status").stringValue())
                    .isEqualTo("Accepted");
            assertThat(second.has("error")).isFalse();
            assertThat(third.path("requestId").stringValue()).isEqualTo("third");
            assertThat(third.path("results").isNull()).isTrue();
            assertThat(third.path("error").stringValue()).isEqualTo("too many requests of this tenant");
            assertThat(world.get("/v1/executions").statusCode()).isEqualTo(429);
        }
    }

    @Test
    void results_wait_for_room_as_answers_do_and_are_refused_where_there_is_none() throws Exception {
        Queue<String> said = new ArrayDeque<>(List.of(echo("roomy"), echo("late")));
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        AtomicInteger held = new AtomicInteger();
        Terms terms = new Terms() {
            @Override
            public Optional<Refusal> pay() {
                return Optional.empty();
            }

            @Override
            public Optional<Terms.Held> room(long outputBytes) {
                assertThat(outputBytes).isEqualTo("hello".length());
                return heard.isEmpty() && held.getAndIncrement() == 0
                        ? Optional.of(held::decrementAndGet)
                        : Optional.empty();
            }

            @Override
            public FaultId failed(String what, Exception fault) {
                throw new AssertionError(what, fault);
            }
        };
        try (World world = new World(folder)) {
            Talk socket = world.goJudge.talks().getFirst();

            Line line = new ScriptedLine(said, heard);
            assertThatThrownBy(() -> socket.holder().hold(Caller.LOCAL, line, terms))
                    .isInstanceOf(EOFException.class);

            JsonNode first = json(heard.remove());
            JsonNode second = json(heard.remove());
            assertThat(first.path("results").path(0).path("status").stringValue())
                    .isEqualTo("Accepted");
            assertThat(second.path("results").isNull()).isTrue();
            assertThat(second.path("error").stringValue()).isEqualTo("too much output is being read at this time");
            assertThat(held).hasValue(0);
        }
    }

    /** Of the file four bytes are shown under each of three names; what is stored is not read, and what is named twice is shown once. */
    @Test
    void results_wait_for_the_room_that_a_file_takes_under_each_of_its_names() throws Exception {
        Queue<String> said = new ArrayDeque<>(List.of(
                "{\"requestId\": \"aliases\", \"cmd\": [{\"args\": [\"a\"], \"copyIn\": {\"a\": {\"content\": \"hold\"}},"
                        + " \"copyOutMax\": 4, \"copyOutTruncate\": true, \"copyOut\": [\"out\", \"./out\", \"/w/out\", \"out\", \"none?\"],"
                        + " \"copyOutCached\": [\"/work/./out\"]}]}"));
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        BlockingQueue<Long> rooms = new LinkedBlockingQueue<>();
        Terms terms = new Terms() {
            @Override
            public Optional<Refusal> pay() {
                return Optional.empty();
            }

            @Override
            public Optional<Terms.Held> room(long outputBytes) {
                rooms.add(outputBytes);
                return Optional.of(() -> {});
            }

            @Override
            public FaultId failed(String what, Exception fault) {
                throw new AssertionError(what, fault);
            }
        };
        try (World world = new World(folder);
                ExecutorService talks = Executors.newVirtualThreadPerTaskExecutor()) {
            Talk socket = world.goJudge.talks().getFirst();
            Line line = new ScriptedLine(said, heard);

            Future<?> talk = talks.submit(() -> {
                socket.holder().hold(Caller.LOCAL, line, terms);
                return null;
            });
            Held held = world.worker.next();
            held.ends(Outcomes.succeeded(
                    held.plan(),
                    "0123456789".getBytes(StandardCharsets.UTF_8),
                    List.of(GoJudgeTest.left(world, held, "out", "a file that is too long"))));
            assertThatThrownBy(() -> talk.get(20, TimeUnit.SECONDS)).hasCauseInstanceOf(EOFException.class);

            JsonNode files = json(heard.remove()).path("results").path(0).path("files");
            assertThat(files.propertyNames()).containsExactlyInAnyOrder("out", "./out", "/w/out");
            assertThat(rooms).containsExactly(10L + 3 * 4);
        }
    }

    /** Says one message after each that it hears, and is gone when it has said and heard all. */
    private record ScriptedLine(Queue<String> said, BlockingQueue<String> heard, Semaphore turn) implements Line {
        ScriptedLine(Queue<String> said, BlockingQueue<String> heard) {
            this(said, heard, new Semaphore(1));
        }

        @Override
        public Optional<String> hear(Duration patience) throws IOException, InterruptedException {
            turn.acquire();
            if (said.isEmpty()) {
                throw new EOFException();
            }
            return Optional.of(said.remove());
        }

        @Override
        public Optional<byte[]> hearBytes(Duration patience) {
            return Optional.empty();
        }

        @Override
        public void say(String text) {
            heard.add(text);
            turn.release();
        }

        @Override
        public void sayBytes(byte[] message) {}

        @Override
        public Watch watch(Runnable whenGone) {
            return () -> {};
        }

        @Override
        public void end(int code, String why) {}
    }

    /** What is kept is made unreadable: neither is such a file input, nor is what a program left shown. */
    @Test
    void a_failure_of_ours_is_the_answer_to_its_request_and_its_name_is_told() throws Exception {
        try (World world = new World(folder);
                Talker talker = Talker.to(world.client(), world.at(PLACE + "/ws"), Map.of())) {
            String file = json(world.sendUnchecked(GoJudgeTest.form(world, "in", "7"))
                            .body())
                    .stringValue();
            talker.say(
                    "{\"requestId\": \"shows\", \"cmd\": [{\"args\": [\"a\"], \"copyIn\": {\"a\": {\"content\": \"hold\"}}, \"copyOut\": [\"out\"]}]}");
            Held held = world.worker.next();
            Artifact out = GoJudgeTest.left(world, held, "out", "49");
            spoil(folder.resolve("blobs"));

            talker.say("{\"requestId\": \"reads\", \"cmd\": [{\"args\": [\"cat\"], \"files\": [{\"fileId\": \"" + file
                    + "\"}]}]}");
            JsonNode reads = talker.next();
            held.ends(Outcomes.succeeded(held.plan(), new byte[0], List.of(out)));
            JsonNode shows = talker.next();
            talker.say(echo("after"));
            JsonNode after = talker.next();

            assertThat(reads.path("requestId").stringValue()).isEqualTo("reads");
            assertThat(reads.path("error").stringValue()).contains("this is our failure; the log has it as ");
            assertThat(shows.path("requestId").stringValue()).isEqualTo("shows");
            assertThat(shows.path("error").stringValue()).contains("this is our failure; the log has it as ");
            assertThat(after.path("results").path(0).path("status").stringValue())
                    .isEqualTo("Accepted");
        }
    }

    private static void spoil(Path blobs) throws IOException {
        try (var files = Files.walk(blobs)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.write(file, new byte[200]);
            }
        }
    }

    @Test
    void jobs_of_a_socket_end_with_it() throws Exception {
        try (World world = new World(folder)) {
            Held held;
            try (Talker talker = Talker.to(world.client(), world.at(PLACE + "/ws"), Map.of())) {
                talker.say("{\"requestId\": \"pair\", " + PAIR + "}");
                held = both(world).getFirst();
            }

            assertThat(json(world.get("/v1/executions/" + held.plan().id() + "?wait=10s")
                                    .body())
                            .path("verdict")
                            .stringValue())
                    .isEqualTo("cancelled");
        }
    }
}
