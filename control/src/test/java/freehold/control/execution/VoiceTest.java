package freehold.control.execution;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.control.world.Outcomes;
import freehold.control.world.ScriptedWorker;
import freehold.control.world.World;
import freehold.execution.ExecutionId;
import freehold.leak.LeakWatch;
import freehold.tenant.TenantId;
import freehold.wire.link.Speech;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

@Timeout(60)
@ExtendWith(LeakWatch.class)
final class VoiceTest {
    private static final int MANY = 100_000;

    @TempDir
    private Path folder;

    private static Stream<Speech> shortOnes() {
        return Stream.of(new Speech.InputEnd(), new Speech.Input(new byte[1]), new Speech.Input(new byte[0]));
    }

    @ParameterizedTest
    @MethodSource("shortOnes")
    void whoever_says_little_very_often_waits_too(Speech speech) throws Exception {
        try (World world = new World(folder)) {
            HttpResponse<String> answer = world.post(
                    "/v1/executions", "{\"runtime\": \"python\", \"source\": \"hold\", \"interactive\": true}");
            String id = JsonMapper.shared().readTree(answer.body()).path("id").stringValue();
            ScriptedWorker.Held held = world.worker.next();
            held.deaf(true);
            AtomicInteger count = new AtomicInteger();
            Thread saying;
            boolean waits;
            int said;

            try (Voice voice = new Voice(world.executions, TenantId.LOCAL, new ExecutionId(id), (_, _) -> {})) {
                saying = Thread.ofPlatform().name("saying").start(() -> sayMany(voice, speech, count));
                waits = waits(saying);
                said = count.get();
            }

            assertThat(saying.join(Duration.ofSeconds(10))).isTrue();
            assertThat(waits).isTrue();
            assertThat(said).isBetween(1_000, 5_000);
            held.ends(Outcomes.succeeded(held.plan(), ""));
        }
    }

    /** Until it was refused room, or has said all. */
    private static boolean waits(Thread saying) throws InterruptedException {
        int looks = 0;
        while (saying.isAlive() && looks < 20) {
            looks = saying.getState() == Thread.State.WAITING ? looks + 1 : 0;
            var _ = saying.join(Duration.ofMillis(10));
        }
        return saying.isAlive();
    }

    private static void sayMany(Voice voice, Speech speech, AtomicInteger count) {
        try {
            while (count.get() < MANY) {
                voice.say(speech);
                count.incrementAndGet();
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }
}
