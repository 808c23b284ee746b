package freehold.control.http;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.control.ledger.Audit;
import freehold.control.sql.RecordedLedger;
import freehold.control.tenancy.Caller;
import freehold.control.tenancy.KeyFile;
import freehold.control.tenancy.KeySecret;
import freehold.control.tenancy.Right;
import freehold.control.world.Outcomes;
import freehold.control.world.ScriptedWorker.Held;
import freehold.control.world.World;
import freehold.control.world.World.Recipe;
import freehold.leak.LeakWatch;
import freehold.ledger.Breach;
import freehold.ledger.Position;
import freehold.quantity.Digest;
import freehold.tenant.TenantId;
import freehold.wire.client.ReceiptJson;
import freehold.wire.receipt.Envelope;
import freehold.wire.receipt.KeySet;
import freehold.wire.receipt.LineJson;
import freehold.wire.receipt.SignedLine;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Evidence: what is attested, to whom it is shown, and what a changed bit does. */
@Timeout(60)
@ExtendWith(LeakWatch.class)
final class LedgerTest {
    private static final String HOLD = "{\"runtime\": \"python\", \"source\": \"hold\"}";

    @TempDir
    private Path folder;

    private static JsonNode json(HttpResponse<String> response) {
        return JsonMapper.shared().readTree(response.body());
    }

    private static JsonNode json(Envelope envelope) {
        return JsonMapper.shared().readTree(envelope.payload());
    }

    private static String id(HttpResponse<String> response) {
        return json(response).path("id").stringValue();
    }

    private static String echo(World world, String text) throws Exception {
        return id(world.post("/v1/executions", "{\"runtime\": \"python\", \"source\": \"echo " + text + "\"}"));
    }

    private static Envelope receipt(World world, String id) throws Exception {
        HttpResponse<String> answer = world.get("/v1/executions/" + id + "/receipt");
        assertThat(answer.statusCode()).isEqualTo(200);
        return Envelope.parse(answer.body().getBytes(StandardCharsets.UTF_8));
    }

    private static List<SignedLine> export(World world) throws Exception {
        HttpResponse<String> answer =
                world.send(HttpRequest.newBuilder(world.at("/v1/audit")).header("Accept", LineJson.MEDIA_TYPE));
        return answer.body().lines().map(LineJson::parse).toList();
    }

    private static int erase(World world, String id) throws Exception {
        return world.send(
                        HttpRequest.newBuilder(world.at("/v1/executions/" + id)).DELETE())
                .statusCode();
    }

    @Test
    void an_execution_that_ended_has_a_receipt_that_a_published_key_signed() throws Exception {
        try (World world = new World(folder)) {
            String id = echo(world, "hello");

            Envelope receipt = receipt(world, id);
            KeySet keys = KeySet.parse(world.get("/v1/receipt-keys").body());

            assertThat(keys.find(World.KEY.id()).orElseThrow().signed(receipt)).isTrue();
            JsonNode predicate = json(receipt).path("predicate");
            assertThat(predicate.path("execution").stringValue()).isEqualTo(id);
            assertThat(predicate.path("verdict").stringValue()).isEqualTo("succeeded");
            assertThat(predicate.at("/worker/id").stringValue()).isEqualTo("scripted");
            assertThat(predicate.at("/plan/sha256").stringValue()).hasSize(64);
            assertThat(ReceiptJson.read(receipt).outputs())
                    .containsEntry("run/stdout", Digest.of("hello".getBytes(StandardCharsets.UTF_8)));
            assertThat(json(world.get("/v1/executions/" + id)).path("receipt").stringValue())
                    .isEqualTo("/v1/executions/" + id + "/receipt");
        }
    }

    @Test
    void the_same_request_is_the_same_plan() throws Exception {
        try (World world = new World(folder)) {
            JsonNode one = json(receipt(world, echo(world, "x"))).at("/predicate/plan");
            JsonNode same = json(receipt(world, echo(world, "x"))).at("/predicate/plan");
            JsonNode other = json(receipt(world, echo(world, "y"))).at("/predicate/plan");

            assertThat(same).isEqualTo(one).isNotEqualTo(other);
        }
    }

    @Test
    void what_lives_has_no_receipt_yet_and_what_never_was_has_none() throws Exception {
        try (World world = new World(folder)) {
            String id = id(world.post("/v1/executions?wait=0s", HOLD));

            assertThat(world.get("/v1/executions/" + id + "/receipt").statusCode())
                    .isEqualTo(409);
            assertThat(world.get("/v1/executions/exe_01m88b1zvjed7thtnnjh5vddt4/receipt")
                            .statusCode())
                    .isEqualTo(404);
            assertThat(json(world.get("/v1/executions/" + id)).path("receipt").isNull())
                    .isTrue();
            world.worker.next().cancel();
        }
    }

    @Test
    void what_waited_and_was_cancelled_is_attested_as_well() throws Exception {
        try (World world = new World(folder, Recipe.USUAL.cells(1))) {
            world.post("/v1/executions?wait=0s", HOLD);
            Held busy = world.worker.next();
            String id = id(world.post("/v1/executions?wait=0s", HOLD));

            world.post("/v1/executions/" + id + "/cancel", "");

            JsonNode predicate = json(receipt(world, id)).path("predicate");
            assertThat(predicate.path("verdict").stringValue()).isEqualTo("cancelled");
            assertThat(predicate.has("worker")).isFalse();
            busy.cancel();
        }
    }

    @Test
    void erasing_leaves_the_receipt_and_says_who_did_it() throws Exception {
        try (World world = new World(folder)) {
            String id = echo(world, "secret");
            byte[] before = receipt(world, id).json();

            assertThat(erase(world, id)).isEqualTo(204);

            assertThat(world.get("/v1/executions/" + id).statusCode()).isEqualTo(404);
            assertThat(receipt(world, id).json()).isEqualTo(before);
            JsonNode act = json(export(world).getLast().envelope());
            assertThat(act.path("action").stringValue()).isEqualTo("execution.erased");
            assertThat(act.path("object").stringValue()).isEqualTo(id);
            assertThat(act.path("actor").stringValue()).isEqualTo("local");
            assertThat(act.path("from").stringValue()).isEqualTo("127.0.0.1");
        }
    }

    @Test
    void cancelling_is_written_down_once_and_not_of_what_had_ended() throws Exception {
        try (World world = new World(folder)) {
            String id = id(world.post("/v1/executions?wait=0s", HOLD));
            world.worker.next();
            world.post("/v1/executions/" + id + "/cancel", "");
            world.get("/v1/executions/" + id + "?wait=10s");
            receipt(world, id);
            world.post("/v1/executions/" + id + "/cancel", "");

            List<String> actions = export(world).stream()
                    .map(line -> json(line.envelope()).path("action").asString("receipt"))
                    .toList();

            assertThat(actions).containsExactlyInAnyOrder("execution.cancelled", "receipt");
        }
    }

    /** A record that takes everything but a line of the ledger. */
    private void full(boolean now) throws Exception {
        change(
                now
                        ? "create trigger full before insert on ledger begin select raise(abort, 'no room'); end"
                        : "drop trigger full",
                folder.resolve("freehold.db"));
    }

    private static void untilWritable(World world) {
        long most = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!world.records.isWritable()) {
            assertThat(System.nanoTime()).isLessThan(most);
            Thread.onSpinWait();
        }
    }

    private static List<String> actions(World world) throws Exception {
        return export(world).stream()
                .map(line -> json(line.envelope()).path("action").asString("receipt"))
                .toList();
    }

    @Test
    void nothing_is_erased_where_the_ledger_takes_no_line() throws Exception {
        try (World world = new World(folder)) {
            String id = echo(world, "secret");
            receipt(world, id);
            full(true);

            assertThat(erase(world, id)).isEqualTo(503);
            full(false);

            assertThat(world.get("/v1/executions/" + id).body()).contains("secret");
            assertThat(erase(world, id)).isEqualTo(204);
            assertThat(erase(world, id)).isEqualTo(404);
            assertThat(actions(world)).containsExactly("receipt", "execution.erased");
        }
    }

    @Test
    void nothing_is_cancelled_where_the_ledger_takes_no_line() throws Exception {
        try (World world = new World(folder)) {
            String id = id(world.post("/v1/executions?wait=0s", HOLD));
            Held held = world.worker.next();
            full(true);

            assertThat(world.post("/v1/executions/" + id + "/cancel", "").statusCode())
                    .isEqualTo(503);
            full(false);

            held.ends(Outcomes.succeeded(held.plan(), "went on"));
            assertThat(world.get("/v1/executions/" + id + "?wait=10s").body()).contains("went on");
            receipt(world, id);
            assertThat(actions(world)).containsExactly("receipt");
        }
    }

    @Test
    void nothing_is_replayed_where_the_ledger_takes_no_line() throws Exception {
        try (World world = new World(folder)) {
            String id = echo(world, "x");
            receipt(world, id);
            full(true);

            assertThat(world.post("/v1/executions/" + id + "/replay", "").statusCode())
                    .isEqualTo(503);
            full(false);

            assertThat(json(world.get("/v1/executions")).path("items")).hasSize(1);
            untilWritable(world);
            JsonNode replay = json(world.post("/v1/executions/" + id + "/replay", ""));
            assertThat(replay.path("agrees").booleanValue()).isTrue();
            receipt(world, replay.path("replay").stringValue());
            assertThat(actions(world)).containsExactly("receipt", "execution.replayed", "receipt");
        }
    }

    @Test
    void a_page_is_read_on_from_its_cursor_and_an_export_has_all() throws Exception {
        try (World world = new World(folder)) {
            for (int i = 0; i < 5; i++) {
                receipt(world, echo(world, "e" + i));
            }

            JsonNode first = json(world.get("/v1/audit?limit=3"));
            JsonNode second = json(
                    world.get("/v1/audit?limit=3&cursor=" + first.path("next").stringValue()));

            assertThat(first.path("items")).hasSize(3);
            assertThat(second.path("items")).hasSize(2);
            assertThat(second.path("next").isNull()).isTrue();
            assertThat(second.at("/items/0/entry/predicate/verdict").stringValue())
                    .isEqualTo("succeeded");
            Audit audit = new Audit(Optional.of(KeySet.of(List.of(World.KEY.verifying()))));
            export(world).forEach(audit::take);
            assertThat(audit.lines()).isEqualTo(5);
            assertThat(audit.breaches()).isEmpty();
            assertThat(world.get("/v1/audit?cursor=x").statusCode()).isEqualTo(422);
        }
    }

    @Test
    void one_tenant_sees_no_receipt_and_no_line_of_another() throws Exception {
        KeySecret ann = KeySecret.make(new SecureRandom());
        KeySecret bob = KeySecret.make(new SecureRandom());
        KeyFile keys = new KeyFile(List.of(
                new KeyFile.Key(ann.digest(), new Caller(new TenantId("ann"), Set.of(Right.values()))),
                new KeyFile.Key(bob.digest(), new Caller(new TenantId("bob"), Set.of(Right.READ)))));
        try (World world = new World(folder, Recipe.USUAL.keys(keys))) {
            String id = id(world.send(
                    with(world.json("/v1/executions", "{\"runtime\": \"python\", \"source\": \"echo x\"}"), ann)));
            String path = "/v1/executions/" + id;

            assertThat(status(world, path + "/receipt", ann)).isEqualTo(200);
            assertThat(status(world, path + "/receipt", bob)).isEqualTo(404);
            assertThat(status(world, path + "/timeline", bob)).isEqualTo(404);
            assertThat(world.get(path + "/receipt").statusCode()).isEqualTo(401);
            assertThat(world.get("/v1/receipt-keys").statusCode()).isEqualTo(200);
            assertThat(json(world.send(with(HttpRequest.newBuilder(world.at("/v1/audit")), bob)))
                            .path("items"))
                    .isEmpty();
            assertThat(world.send(with(world.json(path + "/replay", ""), bob)).statusCode())
                    .isEqualTo(403);
        }
    }

    private static int status(World world, String path, KeySecret key) throws Exception {
        return world.send(with(HttpRequest.newBuilder(world.at(path)), key)).statusCode();
    }

    private static HttpRequest.Builder with(HttpRequest.Builder request, KeySecret key) {
        return request.header("Authorization", "Bearer " + key.value());
    }

    @Test
    void an_execution_that_runs_again_after_the_server_died_is_attested_once() throws Exception {
        Path copy = Files.createDirectories(folder.resolve("copy"));
        String id;
        try (World world = new World(folder)) {
            id = id(world.post("/v1/executions?wait=0s", HOLD));
            for (String file : List.of("freehold.db", "freehold.db-wal")) { // as kill -9 would leave them
                Files.copy(folder.resolve(file), copy.resolve(file));
            }
            world.worker.next().cancel();
        }

        try (World later = new World(copy)) {
            Held again = later.worker.next();
            again.ends(Outcomes.succeeded(again.plan(), "second"));
            later.get("/v1/executions/" + id + "?wait=5s");
            receipt(later, id);

            assertThat(export(later)).hasSize(1);
        }
    }

    @Test
    void a_replay_runs_on_the_same_runtime_and_says_what_agrees() throws Exception {
        try (World world = new World(folder)) {
            String id = echo(world, "again");

            JsonNode replay = json(world.post("/v1/executions/" + id + "/replay", ""));

            assertThat(replay.path("agrees").booleanValue()).isTrue();
            assertThat(replay.path("original").stringValue()).isEqualTo(id);
            JsonNode second =
                    json(world.get("/v1/executions/" + replay.path("replay").stringValue()));
            assertThat(second.at("/labels/replay_of").stringValue()).isEqualTo(id);
            assertThat(second.path("runtime"))
                    .isEqualTo(json(world.get("/v1/executions/" + id)).path("runtime"));
        }
    }

    @Test
    void a_replay_that_ends_otherwise_says_in_what() throws Exception {
        try (World world = new World(folder)) {
            String id = id(world.post("/v1/executions?wait=0s", HOLD));
            Held first = world.worker.next();
            first.ends(Outcomes.succeeded(first.plan(), "at 10:01"));
            receipt(world, id);
            JsonNode begun = json(world.post("/v1/executions/" + id + "/replay?wait=0s", ""));
            assertThat(begun.path("agrees").isNull()).isTrue();
            world.worker.next().cancel();

            Thread ends = Thread.startVirtualThread(() -> {
                try {
                    Held second = world.worker.next();
                    second.ends(Outcomes.succeeded(second.plan(), "at 10:02"));
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                }
            });
            JsonNode replay = json(world.post("/v1/executions/" + id + "/replay", ""));
            ends.join();

            assertThat(replay.path("agrees").booleanValue()).isFalse();
            List<String> differing = new ArrayList<>();
            replay.path("compared").forEach(point -> {
                if (!point.path("agrees").booleanValue()) {
                    differing.add(point.path("name").stringValue());
                }
            });
            assertThat(differing).containsExactly("run/stdout");
        }
    }

    @Test
    void what_lives_was_erased_or_never_was_is_not_replayed_and_the_answer_says_which() throws Exception {
        try (World world = new World(folder)) {
            String living = id(world.post("/v1/executions?wait=0s", HOLD));
            String erased = echo(world, "x");
            erase(world, erased);

            HttpResponse<String> ofErased = world.post("/v1/executions/" + erased + "/replay", "");
            HttpResponse<String> ofLiving = world.post("/v1/executions/" + living + "/replay", "");

            assertThat(ofErased.statusCode()).isEqualTo(409);
            assertThat(ofErased.body()).contains("was erased");
            assertThat(ofLiving.statusCode()).isEqualTo(409);
            assertThat(ofLiving.body()).contains("has not ended");
            assertThat(world.post("/v1/executions/exe_01m88b1zvjed7thtnnjh5vddt4/replay", "")
                            .statusCode())
                    .isEqualTo(404);
            world.worker.next().cancel();
        }
    }

    @Test
    void what_ran_on_files_that_are_gone_is_not_replayed() throws Exception {
        String id;
        try (World world = new World(folder)) {
            id = echo(world, "x");
            receipt(world, id);
        }
        change("update execution set runtime_digest = '" + "e".repeat(64) + "'", folder.resolve("freehold.db"));

        try (World world = new World(folder)) {
            HttpResponse<String> refused = world.post("/v1/executions/" + id + "/replay", "");

            assertThat(refused.statusCode()).isEqualTo(422);
            assertThat(refused.body()).contains("/errors/runtime-missing", "e".repeat(64));
        }
    }

    @Test
    void a_timeline_has_every_step_with_its_worker_in_order() throws Exception {
        try (World world = new World(folder)) {
            String id = id(world.post("/v1/executions", "{\"runtime\": \"c\", \"source\": \"echo x\"}"));
            receipt(world, id);

            JsonNode timeline = json(world.get("/v1/executions/" + id + "/timeline"));

            List<String> names = new ArrayList<>();
            List<String> times = new ArrayList<>();
            timeline.path("steps").forEach(step -> {
                names.add(step.path("name").stringValue());
                times.add(step.path("at").stringValue());
            });
            assertThat(names).containsExactly("queued", "prepared", "built", "ran", "collected", "finished");
            assertThat(times.subList(0, 5)).isSorted();
            assertThat(timeline.at("/steps/3/worker").stringValue()).isEqualTo("scripted");
            assertThat(timeline.path("receipt_position").asInt()).isZero();
        }
    }

    /** Each column of a line in the middle, changed by one bit; and lines that are missing. */
    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            packed    ; update ledger set packed = (select packed from ledger where position = 0 and chain = 'local') where position = 1 and chain = 'local' ; 1
            hash      ; update ledger set hash = (case substr(hash, 1, 1) when '0' then '1' else '0' end) || substr(hash, 2) where position = 1 and chain = 'local' ; 1
            previous  ; update ledger set previous = (case substr(previous, 1, 1) when '0' then '1' else '0' end) || substr(previous, 2) where position = 1 and chain = 'local' ; 1
            signature ; update ledger set signature = zeroblob(64) where position = 1 and chain = 'local' ; 1
            kind      ; update ledger set kind = 'act' where position = 1 and chain = 'local' ; 1
            kind      ; update ledger set kind = 'receipu' where position = 1 and chain = 'local' ; 1
            type      ; update ledger set payload_type = 'application/vnd.in-toto+jsoo' where position = 1 and chain = 'local' ; 1
            key       ; update ledger set key_id = (case substr(key_id, 1, 1) when '0' then '1' else '0' end) || substr(key_id, 2) where position = 1 and chain = 'local' ; 1
            chain     ; update ledger set chain = 'locam' where position = 1 and chain = 'local' ; 1
            position  ; update ledger set position = 9 where position = 1 and chain = 'local' ; 9
            execution ; update ledger set execution = 'exe_other' where position = 1 and chain = 'local' ; 1
            gone      ; delete from ledger where position = 1 and chain = 'local' ; 2
            cut off   ; delete from ledger where position = 3 and chain = 'local' ; 3
            head      ; update ledger_head set last = (select hash from ledger where position = 2 and chain = 'local') where chain = 'local' ; 4
            head      ; update ledger_head set next = 5 where chain = 'local' ; 4
            """)
    void a_changed_row_is_found_and_named(String column, String sql, long position) throws Exception {
        Path file = threeReceiptsAndAnErasure();
        change(sql.strip(), file);

        Audit audit = audited(file);

        assertThat(audit.breaches())
                .as(column)
                .extracting(breach -> breach.position().number())
                .contains(position);
    }

    /** Whoever cuts off the end of a chain and makes its head fit has the executions against them, as long as those are kept. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            local   | 9 | none | has no head
            _server | 9 | none | has no head
            local   | 2 | none | has no head
            local   | 2 | fits | have no receipt: 1
            local   | 0 | fits | have no receipt: 2
            _server | 0 | fits | introduced it is gone
            """)
    void an_end_that_was_cut_off_with_its_head_is_found(String chain, int left, String head, String finding)
            throws Exception {
        Path file = threeReceiptsAndAnErasure();
        change("delete from ledger where chain = '" + chain + "' and position >= " + left, file);
        change(
                head.equals("none") || left == 0
                        ? "delete from ledger_head where chain = '" + chain + "'"
                        : "update ledger_head set next = " + left + ", last = (select hash from ledger where chain = '"
                                + chain + "' and position = " + (left - 1) + ") where chain = '" + chain + "'",
                file);

        Audit audit = audited(file);

        assertThat(audit.breaches()).extracting(Breach::what).anyMatch(what -> what.contains(finding));
    }

    @Test
    void an_unchanged_file_has_no_breach() throws Exception {
        Audit audit = audited(threeReceiptsAndAnErasure());

        assertThat(audit.breaches()).isEmpty();
        assertThat(audit.lines()).isEqualTo(5); // one of them in the chain of the server: its key
    }

    /**
     * In the file itself, below the database: bits of one stored document, each by itself. Those that fill up the last compressed byte, before the
     * checksum of four bytes (RFC 1950 and 1951), mean nothing, and whether there are any depends on the document.
     */
    @Test
    void a_bit_that_flips_in_the_file_is_found() throws Exception {
        Path file = threeReceiptsAndAnErasure();
        byte[] bytes = Files.readAllBytes(file);
        byte[] document = packed(file);
        int at = indexOf(bytes, document);
        int filledUp = document.length - 5;
        for (int bit = 0; bit < 8 * document.length; bit += 97) {
            if (bit / 8 == filledUp) {
                continue;
            }
            byte[] flipped = bytes.clone();
            flipped[at + bit / 8] ^= (byte) (1 << (bit % 8));
            Files.write(file, flipped);

            assertThat(audited(file).breaches())
                    .as("bit %s", bit)
                    .extracting(Breach::position)
                    .contains(new Position(1));
        }
    }

    /** Of the record beside the ledger, what a receipt says too and needs no key to be read. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "update execution set verdict = 'failed' where id = %s",
                "update execution set verdict = 'gone' where id = %s",
                "update execution set explanation = explanation || '.' where id = %s",
                "update execution set runtime_version = '9' where id = %s",
                "update execution set runtime_digest = replace(runtime_digest, '0', '1') || 'x' where id = %s",
                "update execution set tier = 'microvm' where id = %s",
                "update execution set start = 'warm' where id = %s",
                "update execution set build_cached = 1 where id = %s",
                "update execution set retain = 'digest' where id = %s",
                "update execution set secrets = '1 token' where id = %s",
                "update execution set policy_name = 'class', policy_digest = runtime_digest where id = %s",
                "update execution set created_us = created_us + 1 where id = %s",
                "update execution set finished_us = finished_us + 1 where id = %s",
                "update execution set ran_ns = ran_ns + 1000000 where id = %s",
                "update step set cpu_ns = cpu_ns + 4096000 where execution = %s",
                "update step set memory_peak_bytes = memory_peak_bytes + 1 where execution = %s",
                "update step set exit_code = 1 where execution = %s",
                "update step set limit_wall_ms = limit_wall_ms + 1 where execution = %s",
                "update step set cause = 'none' where execution = %s",
                "update execution set state = 'queued' where id = %s",
                "update execution set state = 'running', verdict = null where id = %s",
                "update execution set secrets = 'x' where id = %s",
                "update execution set policy_name = 'class', policy_digest = null where id = %s",
                "delete from step where execution = %s",
                "insert into artifact values (%s, 0, 'x', 1, (select hash from ledger limit 1))"
            })
    void a_changed_record_of_an_execution_disagrees_with_its_receipt(String sql) throws Exception {
        Path file = threeReceiptsAndAnErasure();
        assertThat(auditedRecord(file).breaches()).isEmpty();
        change(sql.replace("%s", "(select execution from ledger where position = 2 and chain = 'local')"), file);

        assertThat(audited(file).breaches()).isEmpty();
        assertThat(auditedRecord(file).breaches())
                .singleElement()
                .satisfies(breach -> assertThat(breach.sentence()).startsWith("line 2 of local: the record of exe_"));
    }

    @Test
    void an_execution_that_is_said_to_be_anothers_disagrees_too_and_lacks_a_receipt_there() throws Exception {
        Path file = threeReceiptsAndAnErasure();
        change(
                "update execution set tenant = 'other' where id = "
                        + "(select execution from ledger where position = 2 and chain = 'local')",
                file);

        assertThat(audited(file).breaches())
                .singleElement()
                .satisfies(breach ->
                        assertThat(breach.sentence()).contains("of other: executions that ended have no receipt: 1"));
        assertThat(auditedRecord(file).breaches())
                .singleElement()
                .satisfies(breach -> assertThat(breach.sentence()).startsWith("line 2 of local: the record of exe_"));
    }

    private static Audit auditedRecord(Path file) throws Exception {
        Audit audit = new Audit(Optional.empty());
        try (RecordedLedger ledger = RecordedLedger.open(file)) {
            ledger.auditRecord(audit);
        }
        return audit;
    }

    private static byte[] packed(Path file) throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement();
                var row = statement.executeQuery("select packed from ledger where chain = 'local' and position = 1")) {
            return row.getBytes(1);
        }
    }

    private static int indexOf(byte[] bytes, byte[] needle) {
        for (int i = 0; i <= bytes.length - needle.length; i++) {
            if (Arrays.equals(bytes, i, i + needle.length, needle, 0, needle.length)) {
                return i;
            }
        }
        throw new AssertionError("the file does not have it");
    }

    /** Four lines of the tenant's chain, in a copy that no server uses. */
    private Path threeReceiptsAndAnErasure() throws Exception {
        try (World world = new World(folder)) {
            for (String text : List.of("a", "b", "c")) {
                receipt(world, echo(world, text));
            }
            erase(
                    world,
                    json(export(world).getFirst().envelope())
                            .at("/predicate/execution")
                            .stringValue());
        }
        Path copy = folder.resolve("copy.db");
        Files.copy(folder.resolve("freehold.db"), copy, StandardCopyOption.REPLACE_EXISTING);
        return copy;
    }

    private static Audit audited(Path file) throws Exception {
        Audit audit = new Audit(Optional.of(KeySet.of(List.of(World.KEY.verifying()))));
        try (RecordedLedger ledger = RecordedLedger.open(file)) {
            ledger.audit(audit);
        }
        return audit;
    }

    private static void change(String sql, Path file) throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }
}
