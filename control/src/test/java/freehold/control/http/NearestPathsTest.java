package freehold.control.http;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.control.world.World;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class NearestPathsTest {
    private final NearestPaths paths = new NearestPaths(List.of(
            "/v1/executions",
            "/v1/executions/{id}",
            "/v1/executions/{id}/cancel",
            "/v1/executions/{id}/artifacts/<path>",
            "/v1/keys",
            "/v1/keys/{id}",
            "/healthz",
            "/"));

    @ParameterizedTest
    @CsvSource(textBlock = """
            /v1/execution,                    /v1/executions
            /v1/Executions/,                  /v1/executions
            /executions,                      /v1/executions
            /execution/exe_1,                 /v1/executions/{id}
            /v1/executions/exe_1/cancle,      /v1/executions/{id}/cancel
            /v1/executions/exe_1/artefacts/a, /v1/executions/{id}/artifacts/{path}
            /v1/executions/exe_1/artifacts,   /v1/executions/{id}/artifacts/{path}
            /v1/key/secret,                   /v1/keys/{id}
            /health,                          /healthz
            /v1/health,
            /v1,
            /v2/executions,
            /,                                /
            //,                               /
            /v1/executions/exe_1/output,
            """)
    void the_nearest_is_named_as_the_table_has_it_if_any_is_near(String asked, String near) {
        assertThat(paths.of(asked)).isEqualTo(near == null ? List.of() : List.of(near));
    }

    @Test
    void what_is_too_long_to_be_a_slip_is_not_looked_at() {
        assertThat(paths.of("/v1/execution" + "/".repeat(300))).isEmpty();
        assertThat(paths.of("/v1/executions/" + "x/".repeat(140) + "cancel")).isEmpty();
    }

    @Test
    void no_path_is_named_that_the_contract_has_not(@TempDir Path folder) throws Exception {
        try (World world = new World(folder)) {
            JsonNode contract = JsonMapper.shared()
                    .readTree(world.send(HttpRequest.newBuilder(world.at("/v1/openapi.json")))
                            .body());

            List<String> named = Routes.contracted(world.server.routes());

            assertThat(named)
                    .hasSizeGreaterThan(30)
                    .allSatisfy(path -> assertThat(contract.path("paths")
                                    .has(path.replace('<', '{').replace('>', '}')))
                            .as(path)
                            .isTrue());
        }
    }
}
