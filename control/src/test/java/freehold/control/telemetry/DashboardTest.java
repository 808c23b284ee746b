package freehold.control.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.control.world.World;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the dashboard and the alert rules ask for is what a server tells. */
@Timeout(60)
final class DashboardTest {
    private static final Pattern NAME = Pattern.compile("(?:freehold|jvm)_[a-z_]+");

    /** Of the worker's node, which has no part in a control alone. */
    private static final Set<String> OF_THE_NODE = Set.of("freehold_cells_waiting");

    /** A ceiling has to be hit before it is counted. */
    private static final Set<String> NOT_YET = Set.of("freehold_limits_hit_total");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"grafana/freehold.json", "prometheus/alerts.yaml"})
    void names_only_metrics_that_there_are(String file) throws Exception {
        String metrics;
        try (World world = new World(folder)) {
            world.post("/v1/executions", "{\"runtime\": \"python\", \"source\": \"echo hello\"}");
            metrics = world.sendUnchecked(HttpRequest.newBuilder(world.at("/metrics")))
                    .body();
        }

        Set<String> asked = names(Files.readString(Path.of("..", "deploy", file)));
        asked.removeAll(OF_THE_NODE);
        asked.removeAll(NOT_YET);
        assertThat(asked).isNotEmpty().isSubsetOf(names(metrics));
    }

    private static Set<String> names(String text) {
        return NAME.matcher(text).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
    }
}
