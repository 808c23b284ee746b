package freehold.control.http;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.control.tenancy.Caller;
import freehold.control.tenancy.KeyFile;
import freehold.control.tenancy.KeySecret;
import freehold.control.tenancy.Right;
import freehold.control.world.RecordFile;
import freehold.control.world.World;
import freehold.control.world.World.Recipe;
import freehold.leak.LeakWatch;
import freehold.tenant.TenantId;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a server finds of its own chains while it runs, and whom it tells. */
@Timeout(60)
@ExtendWith(LeakWatch.class)
final class VerificationTest {
    private static final Set<Right> USUAL = EnumSet.of(Right.RUN, Right.READ, Right.AUDIT);

    @TempDir
    private Path folder;

    private final KeySecret ann = KeySecret.make(new SecureRandom());
    private final KeySecret bob = KeySecret.make(new SecureRandom());
    private final KeySecret operator = KeySecret.make(new SecureRandom());

    private World world() throws Exception {
        return new World(
                folder,
                Recipe.USUAL.keys(new KeyFile(List.of(
                        new KeyFile.Key(ann.digest(), new Caller(new TenantId("ann"), USUAL)),
                        new KeyFile.Key(bob.digest(), new Caller(new TenantId("bob"), USUAL)),
                        new KeyFile.Key(
                                operator.digest(), new Caller(new TenantId("ops"), EnumSet.allOf(Right.class)))))));
    }

    private static HttpResponse<String> ask(World world, KeySecret key, String query) throws Exception {
        return world.send(World.with(HttpRequest.newBuilder(world.at("/v1/audit/verification" + query)), key));
    }

    private static JsonNode json(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JsonMapper.shared().readTree(answer.body());
    }

    /** All parts, from the first to the one without another behind it. */
    private static List<JsonNode> parts(World world, KeySecret key, String query) throws Exception {
        List<JsonNode> parts = new ArrayList<>(List.of(json(ask(world, key, "?limit=2" + query))));
        while (!parts.getLast().path("next").isNull()) {
            String cursor = parts.getLast().path("next").stringValue();
            parts.add(json(ask(world, key, "?limit=2" + query.replaceAll("&cursor=.*", "") + "&cursor=" + cursor)));
            assertThat(parts).hasSizeLessThan(50);
        }
        return parts;
    }

    private static List<String> findings(List<JsonNode> parts) {
        return parts.stream()
                .flatMap(part -> part.path("findings").valueStream())
                .map(JsonNode::stringValue)
                .toList();
    }

    /** An execution that ended, and has its receipt. */
    private static String echo(World world, KeySecret key) throws Exception {
        String body = "{\"runtime\": \"python\", \"source\": \"echo x\"}";
        HttpResponse<String> answer = world.send(World.with(world.json("/v1/executions", body), key));
        String id = JsonMapper.shared().readTree(answer.body()).path("id").stringValue();
        assertThat(world.send(World.with(HttpRequest.newBuilder(world.at("/v1/executions/" + id + "/receipt")), key))
                        .statusCode())
                .isEqualTo(200);
        return id;
    }

    private void change(String sql) throws Exception {
        RecordFile.change(folder, sql);
    }

    @Test
    void a_chain_as_it_was_written_is_gone_through_part_by_part() throws Exception {
        try (World world = world()) {
            for (int i = 0; i < 5; i++) {
                echo(world, ann);
            }
            world.send(World.with(
                    HttpRequest.newBuilder(world.at("/v1/executions/" + echo(world, ann)))
                            .DELETE(),
                    ann));

            List<JsonNode> parts = parts(world, ann, "");

            assertThat(findings(parts)).isEmpty();
            assertThat(parts).extracting(part -> part.path("lines").intValue()).containsExactly(2, 2, 2, 1);
            assertThat(parts)
                    .extracting(part -> part.path("whole").booleanValue())
                    .containsExactly(false, false, false, true);
            JsonNode last = JsonMapper.shared()
                    .readTree(world.send(World.with(HttpRequest.newBuilder(world.at("/v1/audit?cursor=6")), ann))
                            .body());
            assertThat(parts.getLast().at("/reached/hash")).isEqualTo(last.at("/items/0/hash"));
            assertThat(parts.getLast().at("/reached/next_position").intValue()).isEqualTo(7);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            update execution set verdict = 'failed' where id = %s | line 2 of ann: the record of exe_
            update execution set state = 'queued' where id = %s | says that it has not ended: queued
            update ledger set signature = zeroblob(64) where execution = %s | line 2 of ann: its signature is not that of its document
            update ledger set hash = '0000000000000000000000000000000000000000000000000000000000000000' where execution = %s | line 2 of ann:
            update ledger set packed = x'00' where execution = %s | line 2 of ann: its row cannot be read
            update ledger set execution = null where execution = %s | its row names another execution than its document
            delete from ledger where execution = %s | line 3 of ann:
            delete from ledger where execution = %s | executions that ended have no receipt: 1
            delete from ledger where chain = 'ann' and position >= 4 and %s = %s | the chain does not end where its head says, at 5
            delete from ledger_head where chain = 'ann' and %s = %s | the chain has no head
            """)
    void what_was_changed_beside_the_server_is_found_while_it_runs(String sql, String finding) throws Exception {
        try (World world = world()) {
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                ids.add(echo(world, ann));
            }
            change(sql.replace("%s", "'" + ids.get(2) + "'"));

            List<String> found = findings(parts(world, ann, ""));

            assertThat(found).anyMatch(each -> each.contains(finding));
        }
    }

    @Test
    void it_stands_in_nobodys_way_who_writes() throws Exception {
        try (World world = world()) {
            echo(world, ann);
            JsonNode first = json(ask(world, ann, "?limit=1"));
            String later = echo(world, ann);

            List<JsonNode> rest =
                    parts(world, ann, "&cursor=" + first.path("next").stringValue());

            assertThat(later).startsWith("exe_");
            assertThat(rest.getFirst().path("lines").intValue()).isEqualTo(1);
            assertThat(findings(rest)).isEmpty();
        }
    }

    @Test
    void nobody_but_an_operator_is_told_of_another_chain() throws Exception {
        try (World world = world()) {
            echo(world, ann);
            echo(world, bob);

            assertThat(json(ask(world, bob, "")).path("chain").stringValue()).isEqualTo("bob");
            assertThat(ask(world, bob, "?tenant=ann").statusCode()).isEqualTo(404);
            assertThat(ask(world, bob, "?tenant=all").statusCode()).isEqualTo(404);
            assertThat(ask(world, bob, "?tenant=_server").statusCode()).isEqualTo(404);
            assertThat(ask(world, bob, "?cursor=ann:0").statusCode()).isEqualTo(422);
            assertThat(ask(world, bob, "?cursor=7").statusCode()).isEqualTo(422);
        }
    }

    @Test
    void an_operator_is_told_of_all_chains_one_after_the_other() throws Exception {
        try (World world = world()) {
            for (KeySecret key : List.of(ann, bob, ann, ann)) {
                echo(world, key);
            }
            change("delete from ledger where chain = 'bob'");
            change("delete from ledger_head where chain = 'bob'");

            List<JsonNode> parts = parts(world, operator, "&tenant=all");

            assertThat(parts)
                    .filteredOn(part -> part.path("whole").booleanValue())
                    .extracting(part -> part.path("chain").stringValue())
                    .containsExactly("_server", "ann", "bob");
            assertThat(findings(parts))
                    .singleElement()
                    .asString()
                    .startsWith("line 0 of bob: executions that ended have no receipt: 1");
        }
    }

    @Test
    void a_chain_that_is_gone_with_all_that_named_it_is_missed_by_who_had_begun() throws Exception {
        try (World world = world()) {
            for (int i = 0; i < 3; i++) {
                echo(world, ann);
            }
            String next = json(ask(world, ann, "?limit=2")).path("next").stringValue();
            change("delete from ledger where chain = 'ann'");
            change("delete from ledger_head where chain = 'ann'");
            change("delete from execution where tenant = 'ann'");

            List<String> found = findings(parts(world, ann, "&cursor=" + next));

            assertThat(found).anyMatch(each -> each.contains("the line before this place is gone"));
        }
    }

    @Test
    void what_is_no_name_of_a_chain_does_not_keep_the_server_from_the_end() throws Exception {
        try (World world = world()) {
            echo(world, ann);
            change("insert into ledger_head (chain, next, last, bytes) values (x'2121', 0, '', 0)");

            List<JsonNode> parts = parts(world, operator, "&tenant=all");

            assertThat(parts)
                    .extracting(part -> part.path("chain").stringValue())
                    .containsExactly("_server", "ann");
        }
    }

    @Test
    void a_place_that_is_no_number_sends_nobody_back() throws Exception {
        try (World world = world()) {
            echo(world, ann);
            String last = echo(world, ann);
            change("update ledger set position = 'x' where execution = '" + last + "'");

            JsonNode part = json(ask(world, ann, "?limit=1&cursor=ann:1"));

            assertThat(part.path("next").isNull()).isTrue();
            assertThat(findings(List.of(part))).isNotEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
            -7,                            1, -7
            'x',                           1, x
            x'2121',                       1, !!
            1000000000000000000,           1, 1000000000000000000
            9e99,                          1, 9.0e+99
            -1 - position,                 4, -5
            'x' || position,               4, x1
            """)
    void lines_at_a_place_that_none_can_have_are_found_wherever_the_chain_ends(String place, int many, String first)
            throws Exception {
        try (World world = world()) {
            for (int i = 0; i < 5; i++) {
                echo(world, ann);
            }
            change("update ledger set position = " + place + " where chain = 'ann' and position > 4 - " + many);
            change("update ledger_head set next = 5 - " + many + ", last = (select hash from ledger where chain = 'ann'"
                    + " and position = 4 - " + many + ") where chain = 'ann'");

            List<String> found = findings(parts(world, ann, ""));

            assertThat(found)
                    .singleElement()
                    .asString()
                    .startsWith("line " + (5 - many) + " of ann: rows have a place that no line can have: " + many
                            + ", the first of them at " + first);
        }
    }

    @Test
    void a_line_between_two_places_is_found_though_it_lies_between_two_parts() throws Exception {
        try (World world = world()) {
            for (int i = 0; i < 3; i++) {
                echo(world, ann);
            }
            change(
                    "insert into ledger select chain, 1.5, kind, previous, hash, payload_type, packed, key_id, signature, null"
                            + " from ledger where chain = 'ann' and position = 1");

            List<String> found = findings(parts(world, ann, ""));

            assertThat(found)
                    .singleElement()
                    .asString()
                    .contains("rows have a place that no line can have: 1, the first of them at 1.5");
        }
    }

    @Test
    void each_line_between_two_places_is_found_once_whichever_part_it_lies_in() throws Exception {
        try (World world = world()) {
            for (int i = 0; i < 3; i++) {
                echo(world, ann);
            }
            for (String place : List.of("-0.5", "0.5", "1.25", "1.75", "2.5")) {
                change("insert into ledger select chain, " + place
                        + ", kind, previous, hash, payload_type, packed, key_id,"
                        + " signature, null from ledger where chain = 'ann' and position = 1");
            }

            List<String> found = findings(parts(world, ann, ""));

            assertThat(found)
                    .filteredOn(each -> each.contains("rows have a place that no line can have"))
                    .extracting(each -> each.replaceFirst(".* can have: ", ""))
                    .containsExactly(
                            "1, the first of them at 0.5",
                            "2, the first of them at 1.25",
                            "1, the first of them at 2.5",
                            "1, the first of them at -0.5");
        }
    }

    @Test
    void a_cursor_behind_the_end_tells_that_lines_are_gone() throws Exception {
        try (World world = world()) {
            echo(world, ann);

            List<String> found = findings(parts(world, ann, "&cursor=ann:9"));

            assertThat(found)
                    .anyMatch(each -> each.contains("the line before this place is gone"))
                    .anyMatch(each -> each.contains("does not end where its head says, at 1"));
        }
    }
}
