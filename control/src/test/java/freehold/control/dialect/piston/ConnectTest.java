package freehold.control.dialect.piston;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.cell.Signal;
import freehold.control.http.ServerSettings;
import freehold.control.world.Outcomes;
import freehold.control.world.ScriptedWorker;
import freehold.control.world.Talker;
import freehold.control.world.World;
import freehold.control.world.World.Recipe;
import freehold.leak.LeakWatch;
import freehold.wire.link.Speech;
import freehold.wire.link.Stream;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** The peer's WebSocket, by golden conversations ({@code >} said, {@code <} heard, {@code !} closed) and by hand. */
@Timeout(60)
@ExtendWith(LeakWatch.class)
final class ConnectTest {
    private static final String PATH = "/compat/piston/api/v2/connect";
    private static final String HOLD =
            "{\"type\":\"init\",\"language\":\"python\",\"version\":\"*\",\"files\":[{\"content\":\"hold\"}]}";

    @TempDir
    private Path folder;

    private World world;

    @BeforeEach
    void open() throws Exception {
        world = new World(
                folder,
                Recipe.USUAL.settings(ServerSettings.onLoopback(0)
                        .dialects(List.of(
                                new ServerSettings.DialectPort("piston", InetAddress.getLoopbackAddress(), 0)))));
    }

    @AfterEach
    void close() {
        world.close();
    }

    static java.util.stream.Stream<String> conversations() throws Exception {
        try (InputStream in =
                Objects.requireNonNull(ConnectTest.class.getResourceAsStream("connect.socket"), "connect.socket")) {
            String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return List.of(all.split("(?m)^# ")).stream().filter(each -> !each.isBlank());
        }
    }

    @ParameterizedTest
    @MethodSource("conversations")
    void holds_each_golden_conversation(String conversation) throws Exception {
        try (Talker talker = Talker.to(world.client(), world.at(PATH), Map.of())) {
            for (String line : conversation.lines().skip(1).toList()) {
                if (line.startsWith("> ")) {
                    talker.say(line.substring(2));
                } else if (line.startsWith("< ")) {
                    assertThat(talker.next()).isEqualTo(JsonMapper.shared().readTree(line.substring(2)));
                } else if (line.startsWith("! ")) {
                    assertThat(talker.closed() + " " + talker.reason()).isEqualTo(line.substring(2));
                }
            }
        }
    }

    @Test
    void input_and_signals_reach_the_program() throws Exception {
        URI root = URI.create("http://127.0.0.1:" + world.port("piston") + "/api/v2/connect");
        try (Talker talker = Talker.to(world.client(), root, Map.of())) {
            talker.say(HOLD);
            ScriptedWorker.Held held = world.worker.next();
            assertThat(held.plan().stdin().bytes()).isEmpty();

            talker.say("{\"type\":\"data\",\"stream\":\"stdin\",\"data\":\"7\\n\"}");
            assertThat(((Speech.Input) held.said()).bytes()).isEqualTo("7\n".getBytes(StandardCharsets.UTF_8));
            talker.say("{\"type\":\"signal\",\"signal\":\"SIGTERM\"}");
            assertThat(held.said()).isEqualTo(new Speech.Signalled(Signal.SIGTERM));

            held.writes(Stream.STDOUT, "49\n");
            held.ends(Outcomes.succeeded(held.plan(), "49\n"));
            assertThat(talker.closed()).isEqualTo(4999);
        }
    }

    @Test
    void a_client_that_goes_away_ends_its_job() throws Exception {
        ScriptedWorker.Held held;
        try (Talker talker = Talker.to(world.client(), world.at(PATH), Map.of())) {
            talker.say(HOLD);
            held = world.worker.next();
        }

        String ended =
                world.get("/v1/executions/" + held.plan().id() + "?wait=10s").body();
        assertThat(JsonMapper.shared().readTree(ended).path("verdict").stringValue())
                .isEqualTo("cancelled");
    }
}
