package freehold.control.http;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.control.world.World;
import freehold.leak.LeakWatch;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(120)
@ExtendWith(LeakWatch.class)
final class FrontPageTest {
    private static final Pattern PATH = Pattern.compile("(?<=[> ])/[a-z0-9/.]+(?=<)");

    @TempDir
    private Path folder;

    @Test
    void whoever_comes_by_is_told_where_to_begin() throws Exception {
        try (World world = new World(folder)) {
            HttpResponse<String> answer = world.send(HttpRequest.newBuilder(world.at("/")));

            assertThat(answer.statusCode()).isEqualTo(200);
            JsonNode front = JsonMapper.shared().readTree(answer.body());
            List<String> named = front.properties().stream()
                    .map(each -> each.getValue().stringValue())
                    .filter(each -> each.startsWith("/"))
                    .toList();
            assertThat(named).contains("/v1/openapi.json", "/v1/executions", "/healthz");
            assertThat(paths(world)).containsAll(named);
        }
    }

    @Test
    void a_browser_gets_a_page_without_scripts_whose_style_its_policy_lets_through() throws Exception {
        try (World world = new World(folder)) {
            HttpResponse<String> answer =
                    world.send(HttpRequest.newBuilder(world.at("/")).header("Accept", "text/html"));

            String page = answer.body();
            assertThat(answer.headers().firstValue("Content-Type")).contains("text/html;charset=utf-8");
            assertThat(page).doesNotContain("<script", "style=\"", "%s");
            String style = page.substring(page.indexOf("<style>") + "<style>".length(), page.indexOf("</style>"));
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8));
            assertThat(answer.headers().allValues("Content-Security-Policy"))
                    .containsExactly("default-src 'none'; style-src 'sha256-"
                            + Base64.getEncoder().encodeToString(hash)
                            + "'; frame-ancestors 'none'; base-uri 'none'; sandbox");
            List<String> named =
                    PATH.matcher(page).results().map(each -> each.group()).toList();
            assertThat(named).hasSizeGreaterThan(6);
            assertThat(paths(world)).containsAll(named);
        }
    }

    private static Set<String> paths(World world) {
        return world.server.routes().stream().map(Routes.Entry::path).collect(Collectors.toSet());
    }
}
