package freehold.control.http;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.control.dispatch.QueueBounds;
import freehold.control.world.Outcomes;
import freehold.control.world.ScriptedWorker.Held;
import freehold.control.world.World;
import freehold.control.world.World.Recipe;
import freehold.execution.State;
import freehold.execution.StepName;
import freehold.execution.Transition;
import freehold.leak.LeakWatch;
import freehold.quantity.Bytes;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every transition of the table, walked through a server, and seen from outside of it. */
@Timeout(60)
@ExtendWith(LeakWatch.class)
final class StateWalkTest {
    private static final Recipe ONE_CELL = Recipe.USUAL.cells(1);

    @TempDir
    private Path folder;

    static Stream<Arguments> arrows() {
        return Arrays.stream(Transition.values())
                .flatMap(each -> each.from().isEmpty()
                        ? Stream.of(Arguments.of(each, State.QUEUED))
                        : each.from().stream().map(from -> Arguments.of(each, from)));
    }

    @ParameterizedTest
    @MethodSource("arrows")
    void leads_from_one_state_to_the_other(Transition transition, State from) throws Exception {
        List<String> seen = switch (transition) {
            case ADMITTED, WITHDRAWN -> withdrawn();
            case BUILD_BEGAN, RUN_BEGAN, BUILT ->
                ended(transition == Transition.RUN_BEGAN ? State.RUNNING : State.BUILDING);
            case ENDED -> ended(from);
            case REDELIVERED -> redelivered(from);
            case RESUMED -> afterDeath(from, ONE_CELL);
            case ABANDONED -> afterDeath(from, Recipe.USUAL.cells(0).queue(new QueueBounds(0, 0, Bytes.NONE)));
        };

        assertThat(seen).startsWith("queued");
        switch (transition) {
            case ADMITTED -> assertThat(seen).contains("queued");
            case BUILD_BEGAN, RUN_BEGAN, BUILT, ENDED, REDELIVERED, WITHDRAWN, RESUMED, ABANDONED ->
                assertThat(seen).containsSequence(from.label(), transition.to().label());
        }
    }

    /** One that a worker brings as far as that, and holds there. */
    private static JsonNode post(World world, State until, String wait) throws Exception {
        String request = switch (until) {
            case BUILDING -> "{\"runtime\": \"c\", \"source\": \"hold build\"}";
            case RUNNING -> "{\"runtime\": \"python\", \"source\": \"hold\"}";
            case QUEUED, FINISHED -> "{\"runtime\": \"python\", \"source\": \"hold nothing\"}";
        };
        return JsonMapper.shared()
                .readTree(world.post("/v1/executions?wait=" + wait, request).body());
    }

    private static String id(JsonNode execution) {
        return execution.path("id").stringValue();
    }

    private static List<String> events(World world, String id) throws Exception {
        String events = world.client()
                .send(
                        HttpRequest.newBuilder(world.at("/v1/executions/" + id + "/events"))
                                .build(),
                        BodyHandlers.ofString())
                .body();
        return events.lines()
                .filter(line -> line.startsWith("data: {\"state\":\"") || line.equals("event: finished"))
                .map(line -> line.equals("event: finished")
                        ? "finished"
                        : line.replaceFirst("^data: \\{\"state\":\"([a-z]+)\"}$", "$1"))
                .toList();
    }

    private List<String> withdrawn() throws Exception {
        try (World world = new World(folder, ONE_CELL)) {
            String running = id(post(world, State.RUNNING, "0s"));
            String waiting = id(post(world, State.RUNNING, "0s"));
            world.post("/v1/executions/" + waiting + "/cancel", "");
            List<String> seen = events(world, waiting);
            world.post("/v1/executions/" + running + "/cancel", "");
            return seen;
        }
    }

    private List<String> ended(State last) throws Exception {
        try (World world = new World(folder, ONE_CELL)) {
            String id = id(post(world, last, "0s"));
            Held held = world.worker.next();
            if (last == State.BUILDING) {
                held.started(StepName.RUN);
            }
            held.ends(Outcomes.succeeded(held.plan(), ""));
            List<String> seen = events(world, id);
            return last == State.BUILDING ? withFailedBuild(world, seen) : seen;
        }
    }

    /** Its first worker is lost, and the second one carries it to its end. */
    private List<String> redelivered(State from) throws Exception {
        try (World world = new World(folder, ONE_CELL)) {
            String id = id(post(world, from, "0s"));
            Held first = world.worker.next();
            first.isLost();
            Held second = world.worker.next();
            first.ends(Outcomes.succeeded(first.plan(), "too late"));
            second.ends(Outcomes.succeeded(second.plan(), ""));
            return events(world, id);
        }
    }

    /** From building both ways: one to the run step, one to the end. */
    private static List<String> withFailedBuild(World world, List<String> built) throws Exception {
        String id = id(post(world, State.BUILDING, "0s"));
        Held held = world.worker.next();
        held.ends(Outcomes.cancelled(held.plan()));
        return Stream.concat(built.stream(), events(world, id).stream()).toList();
    }

    /** The state that was stored when the process died, and what the next one made of it. */
    private List<String> afterDeath(State from, Recipe next) throws Exception {
        Path copy = Files.createDirectories(folder.resolve("copy"));
        String id;
        try (World world = new World(folder, ONE_CELL)) {
            if (from == State.QUEUED) {
                post(world, State.RUNNING, "0s"); // takes the only cell
            }
            JsonNode answer = post(world, from, "300ms"); // an answer of 202 stores the state that it tells
            assertThat(answer.path("state").stringValue()).isEqualTo(from.label());
            id = id(answer);
            for (String file : List.of("freehold.db", "freehold.db-wal")) { // as kill -9 would leave them
                Files.copy(folder.resolve(file), copy.resolve(file));
            }
            for (JsonNode each : JsonMapper.shared()
                    .readTree(world.get("/v1/executions").body())
                    .path("items")) {
                world.post("/v1/executions/" + id(each) + "/cancel", "");
            }
        }
        try (World later = new World(copy, next)) {
            JsonNode found = JsonMapper.shared()
                    .readTree(later.get("/v1/executions/" + id).body());
            later.post("/v1/executions/" + id + "/cancel", "");
            String verdict = found.path("verdict").stringValue("none yet");
            assertThat(verdict).isEqualTo(next.cells() == 0 ? "faulted" : "none yet");
            List<String> seen = verdict.equals("faulted") ? List.of("finished") : events(later, id);
            return Stream.of(List.of("queued", from.label()), seen)
                    .flatMap(List::stream)
                    .toList();
        }
    }
}
