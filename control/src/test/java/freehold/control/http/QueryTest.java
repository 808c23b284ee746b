package freehold.control.http;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.control.world.World;
import freehold.leak.LeakWatch;
import freehold.wire.api.ContractDocument;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What calls take in their query: what the contract says, and nothing else. */
@Timeout(120)
@ExtendWith(LeakWatch.class)
final class QueryTest {
    private static final JsonNode CONTRACT = JsonMapper.shared().readTree(ContractDocument.json());
    private static final Set<String> METHODS = Set.of("get", "head", "post", "put", "patch", "delete");

    @TempDir
    private Path folder;

    @Test
    void each_call_takes_what_the_contract_says() throws Exception {
        Map<String, Set<String>> contract = calls("");
        Map<String, Set<String>> repeated = calls("array");
        Set<String> seen = new TreeSet<>();
        try (World world = new World(folder)) {
            for (Routes.Entry entry : world.server.routes()) {
                String call = call(entry, contract.keySet());
                if (contract.containsKey(call)) {
                    Query query = entry.query().orElse(Query.NONE);
                    assertThat(new TreeSet<>(query.names())).as(call).isEqualTo(contract.get(call));
                    assertThat(new TreeSet<>(query.repeated())).as(call).isEqualTo(repeated.get(call));
                    seen.add(call);
                }
            }

            assertThat(seen).hasSizeGreaterThan(50).isEqualTo(contract.keySet());
        }
    }

    @Test
    void what_a_call_does_not_take_is_refused_and_named() throws Exception {
        Set<String> known = calls("").keySet();
        try (World world = new World(folder)) {
            List<Routes.Entry> strict = world.server.routes().stream()
                    .filter(each -> each.path().startsWith("/v1/") && known.contains(call(each, known)))
                    .toList();

            assertThat(strict).hasSizeGreaterThan(50);
            for (Routes.Entry each : strict) {
                String path = each.path().replaceAll("[{<][^}>]+[}>]", "none") + "?colour=red";
                HttpResponse<String> answer = world.send(HttpRequest.newBuilder(world.at(path))
                        .method(each.method().name(), BodyPublishers.noBody()));
                assertThat(answer.statusCode()).as(each.toString()).isEqualTo(400);
                if (!answer.request().method().equals("HEAD")) {
                    assertThat(answer.body()).as(each.toString()).contains("\"?colour\"");
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/executions?limits=1, 'is not a parameter of this call, but limit is'",
        "/v1/keys?colour=1, 'is not a parameter of this call, which has tenant, cursor, limit'",
        "/v1/me?wait=1s, 'is not a parameter of this call, which has none'",
        "/v1/receipt-keys?x, 'is not a parameter of this call, which has none'",
        "/v1/executions?limit=1&limit=2, comes more than once",
    })
    void the_nearest_that_it_does_take_is_named(String path, String detail) throws Exception {
        try (World world = new World(folder)) {
            HttpResponse<String> answer = world.send(HttpRequest.newBuilder(world.at(path)));

            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(JsonMapper.shared()
                            .readTree(answer.body())
                            .at("/errors/0/detail")
                            .stringValue())
                    .isEqualTo(detail);
        }
    }

    @ParameterizedTest
    @CsvSource({"/?utm_source=mail", "/healthz?t=1", "/readyz?t=1", "/metrics?format=text", "/errors/invalid?x=1"})
    void around_the_contract_anybodys_are_let_pass(String path) throws Exception {
        try (World world = new World(folder)) {
            assertThat(world.sendUnchecked(HttpRequest.newBuilder(world.at(path)))
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void one_without_a_value_is_told_to_be_empty() throws Exception {
        try (World world = new World(folder)) {
            assertThat(world.get("/v1/executions?limit=").body())
                    .contains("?limit must be a number from 1 to 500, and is empty.");
        }
    }

    @Test
    void many_at_once_are_not_all_told() throws Exception {
        StringBuilder query = new StringBuilder("/v1/me?a");
        for (int i = 0; i < 500; i++) {
            query.append("&n").append(i);
        }
        try (World world = new World(folder)) {
            HttpResponse<String> answer = world.send(HttpRequest.newBuilder(world.at(query.toString())));

            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(JsonMapper.shared()
                            .readTree(answer.body())
                            .path("errors")
                            .size())
                    .isEqualTo(20);
        }
    }

    /** As the contract names it, which has HEAD where it is no GET without its body. */
    private static String call(Routes.Entry entry, Set<String> known) {
        String path = entry.path().replace('<', '{').replace('>', '}');
        String call = entry.method().name() + " " + path;
        return known.contains(call) ? call : call.replaceFirst("^HEAD ", "GET ");
    }

    /** What each call takes, in the query; of a type, if one is named. */
    private static Map<String, Set<String>> calls(String type) {
        Map<String, Set<String>> calls = new TreeMap<>();
        CONTRACT.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(each -> METHODS.contains(each.getKey()))
                        .forEach(each -> {
                            String method = each.getKey().toUpperCase(Locale.ROOT);
                            Set<String> names = new TreeSet<>();
                            for (JsonNode list : List.of(
                                    path.getValue().path("parameters"),
                                    each.getValue().path("parameters"))) {
                                list.forEach(one -> name(one, type).ifPresent(names::add));
                            }
                            calls.put(method + " " + path.getKey(), names);
                        }));
        return calls;
    }

    private static Optional<String> name(JsonNode parameter, String type) {
        JsonNode whole = parameter.has("$ref")
                ? CONTRACT.at(parameter.path("$ref").stringValue().substring(1))
                : parameter;
        boolean isWanted = whole.path("in").stringValue().equals("query")
                && (type.isEmpty() || type.equals(whole.at("/schema/type").asString("")));
        return isWanted ? Optional.of(whole.path("name").stringValue()) : Optional.empty();
    }
}
