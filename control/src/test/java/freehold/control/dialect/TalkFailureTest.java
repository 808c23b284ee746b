package freehold.control.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freehold.control.dialect.piston.Piston;
import freehold.control.exchange.Line;
import freehold.control.exchange.Talk;
import freehold.control.exchange.Terms;
import freehold.control.tenancy.Caller;
import freehold.control.world.Packs;
import freehold.control.world.ScriptedWorker.Held;
import freehold.control.world.World;
import freehold.execution.FaultId;
import freehold.leak.LeakWatch;
import freehold.refusal.Refusal;
import freehold.wire.link.Stream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a client of a conversation hears when something of ours fails while it waits. */
@Timeout(60)
@ExtendWith(LeakWatch.class)
final class TalkFailureTest {
    private static final String OURS = "the log has it as flt_test";

    @TempDir
    private Path folder;

    /** A failure has one name. */
    private static final class PlainTerms implements Terms {
        @Override
        public Optional<Refusal> pay() {
            return Optional.empty();
        }

        @Override
        public Optional<Terms.Held> room(long outputBytes) {
            return Optional.of(() -> {});
        }

        @Override
        public FaultId failed(String what, Exception fault) {
            return new FaultId("flt_test");
        }
    }

    /** A line that fails, as nothing but a fault of ours would, at the first message of a kind. */
    private static final class BrittleLine implements Line {
        private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
        private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        private final AtomicBoolean broke = new AtomicBoolean();
        private final Predicate<String> breaking;

        BrittleLine(Predicate<String> breaking) {
            this.breaking = breaking;
        }

        void clientSays(String text) {
            said.add(text);
        }

        String clientHears() throws InterruptedException {
            String next = heard.poll(20, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("heard nothing");
            }
            return next;
        }

        @Override
        public Optional<String> hear(Duration patience) throws IOException, InterruptedException {
            String next = said.take();
            if (next.isEmpty()) {
                throw new EOFException();
            }
            return Optional.of(next);
        }

        @Override
        public Optional<byte[]> hearBytes(Duration patience) throws IOException, InterruptedException {
            return hear(patience).map(text -> text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void say(String text) {
            if (breaking.test(text) && broke.compareAndSet(false, true)) {
                throw new IllegalStateException("of ours");
            }
            heard.add(text);
        }

        @Override
        public void sayBytes(byte[] message) {
            say(new String(message, StandardCharsets.UTF_8));
        }

        @Override
        public Watch watch(Runnable whenGone) {
            return () -> {};
        }

        @Override
        public void end(int code, String why) {
            heard.add(code + " " + why);
            said.add("");
        }
    }

    private static Future<@Nullable Void> held(ExecutorService talks, Talk talk, Line line) {
        return talks.submit(() -> {
            assertThatThrownBy(() -> talk.holder().hold(Caller.LOCAL, line, new PlainTerms()))
                    .isInstanceOf(EOFException.class);
            return null;
        });
    }

    private static String verdict(World world, Held held) throws Exception {
        return json(world.get("/v1/executions/" + held.plan().id() + "?wait=10s")
                        .body())
                .path("verdict")
                .stringValue();
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }

    @Test
    void of_go_judge_a_request_is_answered_with_the_name_of_the_failure_and_others_go_on() throws Exception {
        BrittleLine line = new BrittleLine(text -> text.contains("\"results\":["));
        String cmd = "\"cmd\": [{\"args\": [\"a\"], \"copyIn\": {\"a\": {\"content\": \"echo hello\"}}}]}";
        try (World world = new World(folder);
                ExecutorService talks = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> talk = held(talks, world.goJudge.talks().getFirst(), line);

            line.clientSays("{\"requestId\": \"unlucky\", " + cmd);
            JsonNode unlucky = json(line.clientHears());
            line.clientSays("{\"requestId\": \"unlucky\", " + cmd);
            JsonNode again = json(line.clientHears());
            line.clientSays("");
            talk.get(20, TimeUnit.SECONDS);

            assertThat(unlucky.path("requestId").stringValue()).isEqualTo("unlucky");
            assertThat(unlucky.path("results").isNull()).isTrue();
            assertThat(unlucky.path("error").stringValue()).endsWith(OURS);
            assertThat(again.path("results").path(0).path("status").stringValue())
                    .isEqualTo("Accepted");
        }
    }

    @Test
    void of_a_stream_of_go_judge_the_conversation_ends_with_its_name_and_so_does_the_program() throws Exception {
        BrittleLine line = new BrittleLine(text -> text.endsWith("lost"));
        try (World world = new World(folder);
                ExecutorService talks = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> talk = held(talks, world.goJudge.talks().getLast(), line);

            line.clientSays("\u0001{\"cmd\": [{\"args\": [\"a\"], \"copyIn\": {\"a\": {\"content\": \"hold\"}},"
                    + " \"files\": [null, {\"streamOut\": true}]}]}");
            Held program = world.worker.next();
            program.writes(Stream.STDOUT, "lost");
            String end = line.clientHears();
            talk.get(20, TimeUnit.SECONDS);

            assertThat(end).startsWith("1011 ").endsWith(OURS);
            assertThat(verdict(world, program)).isEqualTo("cancelled");
        }
    }

    @Test
    void of_piston_an_error_with_its_name_ends_the_conversation_and_its_job() throws Exception {
        BrittleLine line = new BrittleLine(text -> text.contains("\"stage\""));
        try (World world = new World(folder);
                ExecutorService talks = Executors.newVirtualThreadPerTaskExecutor()) {
            Piston piston = new Piston(world.executions, () -> Packs.CATALOGUE);
            Future<?> talk = held(talks, piston.talks().getFirst(), line);

            line.clientSays(
                    "{\"type\":\"init\",\"language\":\"python\",\"version\":\"*\",\"files\":[{\"content\":\"hold\"}]}");
            Held program = world.worker.next();
            JsonNode runtime = json(line.clientHears());
            JsonNode error = json(line.clientHears());
            String end = line.clientHears();
            talk.get(20, TimeUnit.SECONDS);

            assertThat(runtime.path("type").stringValue()).isEqualTo("runtime");
            assertThat(error.path("type").stringValue()).isEqualTo("error");
            assertThat(error.path("message").stringValue()).endsWith(OURS);
            assertThat(end).startsWith("4002 ");
            assertThat(verdict(world, program)).isEqualTo("cancelled");
        }
    }
}
