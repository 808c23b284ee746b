package freehold.control.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.control.http.ServerSettings;
import freehold.control.http.ServerSettings.DialectPort;
import freehold.control.world.World;
import freehold.control.world.World.Recipe;
import freehold.leak.LeakWatch;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Each golden conversation, at the place of its dialect and at the root of a port of its own. */
@Timeout(60)
@ExtendWith(LeakWatch.class)
final class ConversationTest {
    @TempDir
    private Path folder;

    static Stream<String> conversations() throws IOException {
        Path here = Path.of(
                Objects.requireNonNull(ConversationTest.class.getResource(".")).getPath());
        try (Stream<Path> files = Files.walk(here)) {
            return files
                    .filter(file -> file.toString().endsWith(".talk"))
                    .map(file -> here.relativize(file).toString().replaceFirst("\\.talk$", ""))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    private World world(String dialect) throws IOException {
        ServerSettings settings = ServerSettings.onLoopback(0)
                .dialects(List.of(new DialectPort(dialect, InetAddress.getLoopbackAddress(), 0)));
        return new World(folder, Recipe.USUAL.settings(settings));
    }

    @ParameterizedTest
    @MethodSource("conversations")
    void holds_below_compat_and_at_the_root_of_a_port_of_its_own(String conversation) throws Exception {
        String[] parts = conversation.split("/", 2);
        Conversation golden = Conversation.read(parts[0], parts[1]);

        try (World world = world(parts[0])) {
            golden.hold(world, world.at("/compat/" + parts[0]));
            golden.hold(world, URI.create("http://127.0.0.1:" + world.port(parts[0])));
        }
    }

    @Test
    void the_homepage_that_judge0_names_is_there_at_both_places() throws Exception {
        try (World world = world("judge0")) {
            for (URI place : List.of(
                    world.at("/compat/judge0/about"),
                    URI.create("http://127.0.0.1:" + world.port("judge0") + "/about"))) {
                JsonNode about = JsonMapper.shared()
                        .readTree(world.sendUnchecked(HttpRequest.newBuilder(place))
                                .body());

                URI homepage = place.resolve(about.path("homepage").stringValue());

                assertThat(world.sendUnchecked(HttpRequest.newBuilder(homepage)).statusCode())
                        .as("%s", homepage)
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void nothing_else_is_reached_by_the_port_of_a_dialect() throws Exception {
        try (World world = world("judge0")) {
            URI root = URI.create("http://127.0.0.1:" + world.port("judge0"));

            for (String path : List.of("/v1/runtimes", "/healthz", "/metrics", "/../../v1/runtimes", "/%2e%2e/x")) {
                var answer = world.sendUnchecked(HttpRequest.newBuilder(URI.create(root + path)));
                assertThat(answer.statusCode()).as(path).isIn(400, 404);
            }
        }
    }
}
