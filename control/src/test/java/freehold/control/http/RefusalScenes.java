package freehold.control.http;

import static freehold.control.http.Scene.HELLO;
import static freehold.control.http.Scene.HOLD;

import freehold.control.blob.BlobStore;
import freehold.control.dispatch.QueueBounds;
import freehold.control.retention.Retention;
import freehold.control.tenancy.Caller;
import freehold.control.tenancy.KeyFile;
import freehold.control.tenancy.KeySecret;
import freehold.control.tenancy.Right;
import freehold.control.world.Outcomes;
import freehold.control.world.ScriptedWorker;
import freehold.control.world.Talker;
import freehold.control.world.World;
import freehold.control.world.World.Recipe;
import freehold.quantity.Bytes;
import freehold.quantity.Digest;
import freehold.tenant.Rate;
import freehold.tenant.TenantId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** What a server refuses, driven through its door: whatever stands against a request is made true first. */
final class RefusalScenes {
    private static final String JSON = "application/json";
    private static final String RAW = "application/octet-stream";
    private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");

    private final Path folder;
    private final RefusalBook book;
    private final AtomicInteger worlds = new AtomicInteger();

    RefusalScenes(Path folder, RefusalBook book) {
        this.folder = folder;
        this.book = book;
    }

    void play() throws Exception {
        documents();
        addresses();
        limitsAndRuntimes();
        sizes();
        things();
        states();
        keysAndTenants();
        theDoor();
        policies();
        quotas();
        secrets();
        conversations();
        uploads();
        queues();
        rates();
        lacks();
        faults();
    }

    private World world(Recipe recipe) throws IOException {
        return new World(Files.createDirectory(folder.resolve("world" + worlds.incrementAndGet())), recipe);
    }

    private void documents() throws Exception {
        try (World world = world(Recipe.USUAL)) {
            Scene scene = new Scene(world, book);
            scene.posting("an empty body", "/v1/executions", "");
            scene.posting("half a document", "/v1/executions", "{\"runtime\": ");
            scene.running("a field that the contract does not have", "\"sorce\": \"\"");
            scene.running("the same field twice", "\"stdin\": \"\", \"stdin\": \"\"");
            scene.running("a text where a number belongs", "\"limits\": {\"cpu_ms\": \"5s\"}");
            scene.posting("a document without what is required", "/v1/executions", "{}");
            scene.running("a path out of the work directory", "\"collect\": [\"../x\"]");
            scene.running("base64 that is none", "\"stdin_base64\": \"*\"");
            scene.running("a file besides a source", "\"files\": [{\"path\": \"a\", \"content\": \"\"}]");
            scene.posting(
                    "an entry that is no file",
                    "/v1/executions",
                    "{\"runtime\": \"python\", \"files\": [{\"path\": \"a\", \"content\": \"\"}], \"entry\": \"b\"}");
            scene.posting(
                    "content that is not stored",
                    "/v1/executions",
                    "{\"runtime\": \"python\", \"files\": [{\"path\": \"a\", \"blob\": \"sha256:" + "0".repeat(64)
                            + "\"}]}");
            scene.running("a variable that the runtime fixes", "\"env\": {\"PYTHONHASHSEED\": \"1\"}");
            scene.running("a build for what is not built", "\"build\": {\"args\": [\"-O2\"]}");
            scene.running("an address of a callback that is none", "\"callback\": {\"url\": \"ftp://x\"}");
            scene.posting("a batch of nothing", "/v1/batches", "{\"executions\": []}");
            scene.posting(
                    "one bad execution of a batch",
                    "/v1/batches",
                    "{\"executions\": [" + HELLO
                            + ", {\"runtime\": \"python\", \"source\": \"\", \"limits\": {\"cpu_ms\": 0}}]}");
            scene.posting(
                    "one execution of a batch whose language is not there",
                    "/v1/batches",
                    "{\"executions\": [{\"runtime\": \"nix\", \"source\": \"\"}]}");
            scene.running("a feature that is not there", "\"network\": {\"allow\": [\"example.org:443\"]}");
            scene.getting("a path of a feature that is not there", "/v1/sessions");
            scene.getting("the workers of a server that has no cluster", "/v1/workers");
            scene.refused(
                    "a body that is no JSON",
                    HttpRequest.newBuilder(world.at("/v1/executions"))
                            .header("Content-Type", "text/plain")
                            .POST(BodyPublishers.ofString(HELLO)));
            scene.putting("a policy that is neither JSON nor YAML", "/v1/policies/p", "text/plain", "{}");
            scene.putting("content as JSON", "/v1/blobs/sha256:" + "0".repeat(64), JSON, "{}");
            scene.putting("a secret as JSON", "/v1/secrets/token", JSON, "{}");
            scene.putting("content under another's digest", "/v1/blobs/sha256:" + "0".repeat(64), RAW, "x");
            scene.refused(
                    "an idempotency key that is too long",
                    world.json("/v1/executions", HELLO).header("Idempotency-Key", "k".repeat(256)));
            scene.refused(
                    "an event's id that is none",
                    HttpRequest.newBuilder(world.at("/v1/executions/" + scene.begun(HELLO) + "/events"))
                            .header("Last-Event-ID", "last"));
        }
    }

    private void addresses() throws Exception {
        try (World world = world(Recipe.USUAL)) {
            Scene scene = new Scene(world, book);
            scene.getting("a parameter that the call does not have", "/v1/executions?colour=red");
            scene.getting("a parameter twice", "/v1/executions?limit=1&limit=2");
            scene.refused(
                    "a parameter that is not percent-encoded",
                    HttpRequest.newBuilder(world.at("/v1/executions?limit=%25zz")));
            book.note(
                    "a percent sign that escapes nothing",
                    "GET /v1/executions?limit=%zz",
                    raw(world, "GET /v1/executions?limit=%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"),
                    List.of());
            book.note(
                    "bytes that are no UTF-8, to a call without parameters",
                    "GET /v1/runtimes?x=%ff",
                    raw(world, "GET /v1/runtimes?x=%ff HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"),
                    List.of());
            book.note("what is no HTTP", "nonsense", raw(world, "nonsense\r\n\r\n"), List.of());
            scene.posting("a wait that is too long", "/v1/executions?wait=5m", HELLO);
            scene.getting("a page of nothing", "/v1/executions?limit=0");
            scene.getting("a state that is none", "/v1/executions?state=done");
            scene.getting("a verdict that is none", "/v1/executions?verdict=ok");
            scene.getting("a label without a value", "/v1/executions?label=course");
            scene.getting("a cursor that is none", "/v1/executions?cursor=2");
            scene.getting("a month that is none", "/v1/usage?from=November");
            scene.refused(
                    "a method that a path does not have",
                    HttpRequest.newBuilder(world.at("/v1/executions")).PUT(BodyPublishers.noBody()));
            scene.putting("a policy's name that is none", "/v1/policies/Class%202", "application/yaml", "{}");
            scene.putting("a secret's name that is none", "/v1/secrets/a%20b", RAW, "x");
        }
    }

    private void limitsAndRuntimes() throws Exception {
        try (World world = world(Recipe.USUAL)) {
            Scene scene = new Scene(world, book);
            scene.running("a limit of nothing", "\"limits\": {\"cpu_ms\": 0}");
            scene.running("a limit that no cell can be made with", "\"limits\": {\"memory_bytes\": 4096}");
            scene.running("more time than the server gives", "\"limits\": {\"wall_ms\": 600001}");
            scene.running("more memory than the server gives", "\"limits\": {\"memory_bytes\": 8589934592}");
            scene.running("more processes than the server gives", "\"limits\": {\"processes\": 100000}");
            scene.posting(
                    "more time for a build than the server gives",
                    "/v1/executions",
                    "{\"runtime\": \"c\", \"source\": \"\", \"build_limits\": {\"cpu_ms\": 999999}}");
            scene.posting(
                    "files that do not fit the disk",
                    "/v1/executions",
                    "{\"runtime\": \"python\", \"source\": \"" + "x".repeat(5_000)
                            + "\", \"limits\": {\"disk_bytes\": 4096}}");
            scene.running("a stronger boundary than there is", "\"tier\": \"microvm\"");
            scene.posting(
                    "a language that is not there", "/v1/executions", "{\"runtime\": \"pyhton\", \"source\": \"\"}");
            scene.posting(
                    "a version that is not there", "/v1/executions", "{\"runtime\": \"python@2.7\", \"source\": \"\"}");
            scene.posting(
                    "a language that is not installed", "/v1/executions", "{\"runtime\": \"cobol\", \"source\": \"\"}");
            scene.putting(
                    "a policy above the server's ceilings",
                    "/v1/policies/high",
                    "application/yaml",
                    "limits: {cpu_ms: {ceiling: 30m}}");
            scene.putting(
                    "a policy with a condition that cannot be read",
                    "/v1/policies/odd",
                    "application/yaml",
                    "conditions: [{name: odd, require: 'request.colour == 1', message: No.}]");
        }
    }

    private void sizes() throws Exception {
        ServerSettings usual = ServerSettings.onLoopback(0);
        ServerSettings small = new ServerSettings(
                usual.address(),
                usual.port(),
                Bytes.kibi(4),
                Bytes.kibi(4),
                usual.drain(),
                usual.idle(),
                usual.connections(),
                usual.dialects());
        try (World world = world(Recipe.USUAL.settings(small))) {
            Scene scene = new Scene(world, book);
            String digest = "/v1/blobs/sha256:" + "0".repeat(64);
            scene.posting("a body above the most, announced", "/v1/executions", " ".repeat(5_000));
            scene.refused(
                    "a body above the most, in pieces",
                    HttpRequest.newBuilder(world.at("/v1/executions"))
                            .header("Content-Type", JSON)
                            .POST(BodyPublishers.ofByteArrays(List.of(new byte[3_000], new byte[3_000]))));
            scene.putting("a policy above the most", "/v1/policies/p", JSON, " ".repeat(300_000));
            scene.putting("a secret above the most", "/v1/secrets/token", RAW, "x".repeat(70_000));
            scene.putting("an empty secret", "/v1/secrets/token", RAW, "");
            scene.putting("content above the most", digest, RAW, "x".repeat(5_000));
            scene.refused(
                    "headers above the most",
                    HttpRequest.newBuilder(world.at("/v1/executions")).header("X-Long", "x".repeat(9_000)));
        }
    }

    private void things() throws Exception {
        try (World world = world(Recipe.USUAL)) {
            Scene scene = new Scene(world, book);
            String none = "exe_" + "0".repeat(26);
            scene.getting("a path that is not there", "/v2/executions");
            scene.getting("a path that is nearly there", "/v1/execution");
            scene.getting("an execution that is not there", "/v1/executions/" + none);
            scene.getting(
                    "an artifact that is not there",
                    "/v1/executions/" + Scene.text(scene.post("/v1/executions", HELLO), "/id") + "/artifacts/plot.png");
            scene.getting("the receipt of what never was", "/v1/executions/" + none + "/receipt");
            scene.getting("a batch that is not there", "/v1/batches/bat_" + "0".repeat(26));
            scene.putting("content under a name that is no digest", "/v1/blobs/readme", RAW, "x");
            scene.getting("a runtime that is not there", "/v1/runtimes/pyhton");
            scene.getting("a policy that is not there", "/v1/policies/none");
            scene.getting(
                    "a version of a policy that is not there", "/v1/policies/none/versions/sha256:" + "0".repeat(64));
            scene.deleting("a secret that is not there", "/v1/secrets/none");
            scene.getting("a tenant that is not there", "/v1/tenants/none");
            scene.getting("a key that is not there", "/v1/keys/key_" + "0".repeat(26));
            scene.getting("a callback that is not there", "/v1/callbacks/cbk_" + "0".repeat(26));
            scene.getting("an error that is not there", "/errors/none");
            scene.policy("open", "{}");
            scene.deleting("a policy that a tenant does not have", "/v1/policies/open/tenants/local");
            scene.refused(
                    "a policy for a tenant that nobody is",
                    HttpRequest.newBuilder(world.at("/v1/policies/open/tenants/rivla"))
                            .PUT(BodyPublishers.noBody()));
        }
    }

    private void states() throws Exception {
        try (World world = world(Recipe.USUAL)) {
            Scene scene = new Scene(world, book);
            String living = scene.begun(HOLD);
            scene.deleting("erasing what lives", "/v1/executions/" + living);
            scene.getting("the receipt of what lives", "/v1/executions/" + living + "/receipt");
            scene.posting("replaying what lives", "/v1/executions/" + living + "/replay", "");
            scene.cancel(living);
            String erased =
                    Scene.text(scene.done(world.json("/v1/executions", HELLO).header("Idempotency-Key", "one")), "/id");
            scene.refused(
                    "an idempotency key with another body",
                    world.json("/v1/executions", HOLD).header("Idempotency-Key", "one"));
            scene.done(
                    HttpRequest.newBuilder(world.at("/v1/executions/" + erased)).DELETE());
            scene.refused(
                    "an idempotency key whose execution was erased",
                    world.json("/v1/executions", HELLO).header("Idempotency-Key", "one"));
            scene.posting("replaying what was erased", "/v1/executions/" + erased + "/replay", "");
            String reduced =
                    Scene.text(scene.post("/v1/executions", HELLO.replace("}", ", \"retain\": \"digest\"}")), "/id");
            scene.posting("replaying what was not kept", "/v1/executions/" + reduced + "/replay", "");
            String interactive = scene.begun(HOLD.replace("}", ", \"interactive\": true}"));
            scene.cancel(interactive);
            scene.posting("replaying what was talked to", "/v1/executions/" + interactive + "/replay", "");
            scene.policy("open", "{}");
            scene.deleting("removing a policy that is in force", "/v1/policies/open");
        }
    }

    private void keysAndTenants() throws Exception {
        try (World world = world(Recipe.USUAL)) {
            Scene first = new Scene(world, book);
            first.posting("a first key that is no operator's", "/v1/keys", "{\"role\": \"runner\"}");
            KeySecret secret = first.made("{\"role\": \"operator\"}");
            Scene operator = first.by(secret);
            operator.post("/v1/tenants", "{\"name\": \"school\"}");
            Scene admin = first.by(operator.made("{\"tenant\": \"school\", \"role\": \"tenant-admin\"}"));
            operator.posting("a tenant's name that is taken", "/v1/tenants", "{\"name\": \"school\"}");
            operator.posting("suspending the server's own tenant", "/v1/tenants/local/suspend", "");
            operator.deleting("deleting the server's own tenant", "/v1/tenants/local");
            operator.refused(
                    "another name for the server's own tenant",
                    HttpRequest.newBuilder(world.at("/v1/tenants/local"))
                            .header("Content-Type", JSON)
                            .method("PATCH", BodyPublishers.ofString("{\"name\": \"home\"}")));
            operator.deleting("deleting an active tenant", "/v1/tenants/school");
            String key = Scene.text(operator.post("/v1/keys", "{\"role\": \"runner\"}"), "/id");
            operator.done(HttpRequest.newBuilder(world.at("/v1/keys/" + key)).DELETE());
            operator.posting("rotating a key that was revoked", "/v1/keys/" + key + "/rotate", "{}");
            admin.posting("a key with more rights than one's own", "/v1/keys", "{\"role\": \"operator\"}");
            operator.posting(
                    "an operator's key of another tenant",
                    "/v1/keys",
                    "{\"tenant\": \"school\", \"role\": \"operator\"}");
            operator.posting(
                    "a key that is over already",
                    "/v1/keys",
                    "{\"role\": \"runner\", \"expires_at\": \"2020-01-01T00:00:00Z\"}");
            operator.posting("a key without a role", "/v1/keys", "{}");
            operator.posting("a role that is none", "/v1/keys", "{\"role\": \"boss\"}");
            operator.posting(
                    "rights that a role does not have", "/v1/keys", "{\"role\": \"runner\", \"rights\": [\"audit\"]}");
            operator.posting(
                    "a rate of nothing",
                    "/v1/keys",
                    "{\"role\": \"runner\", \"rate\": {\"requests\": 0, \"window_seconds\": 1}}");
            admin.getting("another tenant's things", "/v1/tenants");
            operator.post("/v1/tenants/school/suspend", "");
            admin.getting("a suspended tenant", "/v1/me");
            first.getting("no key", "/v1/me");
            first.by(KeySecret.make(new SecureRandom())).getting("a key that nobody has", "/v1/me");
        }
    }

    private void theDoor() throws Exception {
        KeySecret reader = KeySecret.make(new SecureRandom());
        KeyFile keys = new KeyFile(
                List.of(new KeyFile.Key(reader.digest(), new Caller(new TenantId("reader"), Set.of(Right.READ)))));
        try (World world = world(Recipe.USUAL.keys(keys))) {
            Scene scene = new Scene(world, book).by(reader);
            scene.posting("a key that lacks the right", "/v1/executions", HELLO);
        }
        try (World world = world(Recipe.USUAL)) {
            for (Map.Entry<String, String> each : new TreeMap<>(Map.of(
                            "another host name, without keys", "Host: freehold.example\r\n",
                            "a web page, without keys", "Host: localhost\r\nOrigin: http://evil.example\r\n"))
                    .entrySet()) {
                book.note(
                        each.getKey(),
                        "GET /v1/me",
                        raw(world, "GET /v1/me HTTP/1.1\r\n" + each.getValue() + "Connection: close\r\n\r\n"),
                        List.of());
            }
        }
    }

    private void policies() throws Exception {
        KeySecret runner = KeySecret.make(new SecureRandom());
        KeySecret keeper = KeySecret.make(new SecureRandom());
        KeyFile keys = new KeyFile(List.of(
                new KeyFile.Key(keeper.digest(), new Caller(new TenantId("ops"), Set.of(Right.values()))),
                new KeyFile.Key(runner.digest(), new Caller(new TenantId("school"), Right.usual()))));
        try (World world = world(Recipe.USUAL.keys(keys))) {
            Scene operator = new Scene(world, book).by(keeper);
            Scene school = operator.by(runner);
            operator.policy("class", """
                    runtimes: [python]
                    limits: {cpu_ms: {ceiling: 2s}}
                    callbacks: deny
                    retain: {ceiling: digest}
                    conditions: [{name: course, require: "'course' in request.labels", message: Say by a label course what it is for.}]
                    """);
            school.posting(
                    "a language that the policy does not allow",
                    "/v1/executions",
                    "{\"runtime\": \"c\", \"source\": \"\"}");
            school.running("more time than the policy gives", "\"limits\": {\"cpu_ms\": 2001}");
            school.running(
                    "a callback that the policy does not allow", "\"callback\": {\"url\": \"https://example.org/\"}");
            school.running("more kept than the policy allows", "\"retain\": \"full\"");
            school.running("a condition that does not hold", "\"labels\": {}");
            school.refused("explaining for another tenant", world.json("/v1/policies/class/explain?tenant=ops", HELLO));
            operator.policy("twice", "deterministic_only: true");
            school.running("what is not deterministic", "\"stdin\": \"\"");
            operator.policy("strong", "tier: gvisor");
            school.running("a boundary that the policy demands and the server lacks", "\"stdin\": \"\"");
            operator.putting(
                    "a policy with a field that it does not have", "/v1/policies/odd", "application/yaml", "limit: {}");
            operator.putting(
                    "a policy that grants a network", "/v1/policies/odd", "application/yaml", "network: allow");
        }
    }

    private void quotas() throws Exception {
        AtomicReference<Instant> now = new AtomicReference<>(NOON);
        try (World world = world(Recipe.USUAL.clock(now::get))) {
            Scene scene = new Scene(world, book);
            String many = "{\"executions\": [" + String.join(",", Collections.nCopies(120, HELLO)) + "]}";
            String all = scene.post("/v1/batches", many)
                    .headers()
                    .firstValue("Location")
                    .orElseThrow();
            scene.done(HttpRequest.newBuilder(world.at(all + "?wait=30s")));
            scene.policy("few", "concurrency: 2");
            scene.posting("more at one time than the policy ever allows", "/v1/batches", many);
            String first = scene.begun(HOLD);
            String second = scene.begun(HOLD);
            scene.running("more than may live at one time", "\"stdin\": \"\"");
            scene.posting(
                    "more than may live, together", "/v1/batches", "{\"executions\": [" + HELLO + "," + HELLO + "]}");
            scene.cancel(first);
            scene.cancel(second);
            scene.policy("slow", "rate: {executions: 2, per: minute}");
            scene.posting("more at one time than the rate ever allows", "/v1/batches", many);
            scene.post("/v1/executions", HELLO);
            scene.post("/v1/executions", HELLO);
            scene.running("more executions than the policy's rate", "\"stdin\": \"\"");
            scene.policy("thrifty", "budgets: {day: {cpu_seconds: 1}}");
            scene.running("a budget of the day that is used up", "\"stdin\": \"\"");
        }
    }

    private void secrets() throws Exception {
        try (World world = world(Recipe.USUAL)) {
            Scene scene = new Scene(world, book);
            String use = "\"secrets\": [{\"name\": \"token\", \"env\": \"TOKEN\"}]";
            scene.running("a secret without a policy", use);
            scene.policy("other", "secrets: ['other']");
            scene.running("a secret that the policy does not grant", use);
            scene.policy("all", "secrets: ['*']");
            scene.running("a secret that was never stored", use);
            scene.done(scene.put("/v1/secrets/token", RAW, "canary"));
            scene.running("a secret that is also a variable", use + ", \"env\": {\"TOKEN\": \"x\"}");
            scene.done(HttpRequest.newBuilder(world.at("/v1/secrets/token"))
                    .header("Content-Type", RAW)
                    .PUT(BodyPublishers.ofByteArray(new byte[64])));
            scene.running("a secret that is no text, as a variable", use);
        }
    }

    private void conversations() throws Exception {
        KeySecret watcher = KeySecret.make(new SecureRandom());
        KeySecret runner = KeySecret.make(new SecureRandom());
        TenantId school = new TenantId("school");
        KeyFile keys = new KeyFile(List.of(
                new KeyFile.Key(watcher.digest(), new Caller(school, Set.of(Right.READ))),
                new KeyFile.Key(runner.digest(), new Caller(school, Right.usual()))));
        try (World world = world(Recipe.USUAL.keys(keys))) {
            Scene scene = new Scene(world, book).by(runner);
            String id = scene.begun(HOLD);
            String path = "/v1/executions/" + id + "/attach";
            ScriptedWorker.Held held = world.worker.next();
            scene.getting("attaching without a WebSocket", path);
            said("input for a program that takes none", world, path, runner, "{\"stdin\": \"x\"}");
            said("a signal that is none", world, path, runner, "{\"signal\": \"SIGSEGV\"}");
            said("nothing", world, path, runner, "{}");
            said("speaking by a key that may watch", world, path, watcher, "{\"eof\": true}");
            said("what is not of the protocol", world, path, runner, "nonsense");
            crowd(scene, path, runner);
            held.ends(Outcomes.succeeded(held.plan(), ""));
        }
    }

    private void said(String what, World world, String path, KeySecret key, String message) throws Exception {
        try (Talker talker = talker(world, path, key)) {
            talker.say(message);
            book.note(
                    what,
                    "WebSocket " + path + " " + message,
                    talker.next("refused").toString(),
                    List.of());
        }
    }

    /** More conversations of one tenant than there may be. */
    private void crowd(Scene scene, String path, KeySecret key) throws Exception {
        List<Talker> open = new ArrayList<>();
        try {
            for (int i = 0; i < 200; i++) {
                open.add(talker(scene.world(), path, key));
                open.getLast().next(); // from its first word on it counts
            }
            book.note(
                    "more conversations than may be open",
                    "GET " + path,
                    raw(scene.world(), """
                            GET %s HTTP/1.1\r
                            Host: localhost\r
                            Authorization: Bearer %s\r
                            Connection: Upgrade\r
                            Upgrade: websocket\r
                            Sec-WebSocket-Version: 13\r
                            Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r
                            \r
                            """.formatted(path, key.value())),
                    List.of());
        } finally {
            open.forEach(Talker::close);
        }
    }

    private static Talker talker(World world, String path, KeySecret key) {
        return Talker.to(world.client(), world.at(path), Map.of("Authorization", "Bearer " + key.value()));
    }

    private void uploads() throws Exception {
        Retention little = new Retention(Retention.DEFAULT.age(), Retention.SIZE_LEAST);
        String much = "x".repeat((int) (little.uploadsOfTenant().count() - BlobStore.LEAST_BYTES));
        try (World world = world(Recipe.USUAL.retention(little))) {
            Scene scene = new Scene(world, book);
            scene.done(scene.put("/v1/blobs/" + Digest.of(much.getBytes(StandardCharsets.UTF_8)), RAW, much));
            scene.putting(
                    "more uploads than a tenant may have that nobody uses",
                    "/v1/blobs/" + Digest.of(new byte[] {'x'}),
                    RAW,
                    "x");
        }
    }

    private void queues() throws Exception {
        try (World world = world(Recipe.USUAL.cells(1).queue(new QueueBounds(4, 2, Bytes.mebi(1))))) {
            Scene scene = new Scene(world, book);
            List<String> begun = new ArrayList<>(List.of(scene.begun(HOLD), scene.begun(HOLD), scene.begun(HOLD)));
            scene.posting("more of a tenant than may wait", "/v1/executions", HOLD);
            scene.posting(
                    "more of a tenant than could ever wait",
                    "/v1/batches",
                    "{\"executions\": [" + String.join(",", Collections.nCopies(5, HOLD)) + "]}");
            for (String each : begun.reversed()) {
                scene.cancel(each);
            }
        }
        crowded("more of all than may wait", new QueueBounds(2, 2, Bytes.mebi(1)), HOLD, 2);
        crowded("more of all than the queue can hold", new QueueBounds(9, 9, Bytes.kibi(2)), padded(800), 2);
        crowded("more of a tenant than the queue can hold", new QueueBounds(9, 9, Bytes.kibi(2)), padded(1_500), 0);
    }

    private static String padded(int bytes) {
        return HOLD.replace("}", ", \"stdin\": \"" + "x".repeat(bytes) + "\"}");
    }

    /** One cell is taken; then so many tenants have each one that waits, and one more comes. */
    private void crowded(String what, QueueBounds bounds, String body, int tenants) throws Exception {
        List<KeySecret> secrets = new ArrayList<>();
        List<KeyFile.Key> lines = new ArrayList<>();
        for (int i = 0; i < tenants + 2; i++) {
            KeySecret secret = KeySecret.make(new SecureRandom());
            secrets.add(secret);
            lines.add(new KeyFile.Key(secret.digest(), new Caller(new TenantId("t" + i), Right.usual())));
        }
        try (World world = world(Recipe.USUAL.cells(1).queue(bounds).keys(new KeyFile(lines)))) {
            Scene scene = new Scene(world, book);
            List<String> begun = new ArrayList<>();
            for (int i = 0; i <= tenants; i++) {
                begun.add(scene.by(secrets.get(i)).begun(body));
            }
            scene.by(secrets.getLast()).posting(what, "/v1/executions", body);
            for (int i = tenants; i >= 0; i--) {
                scene.by(secrets.get(i)).cancel(begun.get(i));
            }
        }
    }

    private void rates() throws Exception {
        try (World world = world(Recipe.USUAL.rate(new Rate(2, Duration.ofHours(1))))) {
            Scene scene = new Scene(world, book);
            scene.done(HttpRequest.newBuilder(world.at("/v1/me")));
            scene.done(HttpRequest.newBuilder(world.at("/v1/me")));
            scene.getting("more requests than a tenant may make", "/v1/me");
        }
        try (World world = world(Recipe.USUAL)) {
            Scene scene = new Scene(world, book);
            Scene operator = scene.by(scene.made("{\"role\": \"operator\"}"));
            Scene slow = scene.by(
                    operator.made("{\"role\": \"runner\", \"rate\": {\"requests\": 1, \"window_seconds\": 3600}}"));
            slow.done(HttpRequest.newBuilder(world.at("/v1/me")));
            slow.getting("more requests than a key may make", "/v1/me");
        }
    }

    private void lacks() throws Exception {
        try (World world = world(Recipe.USUAL)) {
            Scene scene = new Scene(world, book);
            world.worker.ready(false);
            scene.posting("no worker", "/v1/executions", HELLO);
            scene.getting("not ready, for want of a worker", "/readyz");
        }
        AtomicLong free = new AtomicLong(Long.MAX_VALUE);
        try (World world = world(Recipe.USUAL.room(free::get))) {
            free.set(0);
            Scene scene = new Scene(world, book);
            scene.posting("a disk without room for the record", "/v1/executions", HELLO);
            scene.putting("a disk without room for uploads", "/v1/blobs/" + Digest.of(new byte[] {'x'}), RAW, "x");
        }
        try (World world = world(Recipe.USUAL)) {
            Scene scene = new Scene(world, book);
            scene.begun(HOLD);
            ScriptedWorker.Held held = world.worker.next();
            Thread closing = Thread.startVirtualThread(world::stop);
            while (world.get("/readyz").statusCode() == 200) {
                Thread.onSpinWait();
            }
            scene.posting("a server that stops", "/v1/executions", HELLO);
            held.ends(Outcomes.succeeded(held.plan(), ""));
            closing.join();
        }
    }

    private void faults() throws Exception {
        Path place = folder.resolve("world" + (worlds.get() + 1));
        try (World world = world(Recipe.USUAL)) {
            Path blobs = place.resolve("blobs").resolve("local");
            Files.deleteIfExists(blobs);
            Files.writeString(blobs, "");
            new Scene(world, book).putting("a disk that takes no content", "/v1/blobs/" + digestOfNothing(), RAW, "");
        }
        AtomicReference<Optional<Throwable>> broken = new AtomicReference<>(Optional.empty());
        InstantSource clock = () -> {
            if (Caller.CURRENT.isBound()) { // while a request is answered, and at no other time
                broken.get().ifPresent(RefusalScenes::raise);
            }
            return NOON;
        };
        try (World world = world(Recipe.USUAL.clock(clock))) {
            Scene scene = new Scene(world, book);
            broken.set(Optional.of(new IllegalStateException("a mistake of ours")));
            scene.posting("a mistake of ours", "/v1/executions", HELLO);
            broken.set(Optional.of(new StackOverflowError("a mistake of ours")));
            scene.posting("a stack of ours that overflows", "/v1/executions", HELLO);
            broken.set(Optional.empty());
        }
    }

    private static String digestOfNothing() {
        return Digest.of(new byte[0]).toString();
    }

    private static void raise(Throwable what) {
        if (what instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) what;
    }

    /** The body of what is answered to these very bytes. */
    private static String raw(World world, String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), world.port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            StringBuilder answer = new StringBuilder();
            byte[] bytes = new byte[8_192];
            while (answer.lastIndexOf("}") < 0 || answer.indexOf("\r\n\r\n{") < 0) {
                int count = socket.getInputStream().read(bytes);
                if (count < 0) {
                    break;
                }
                answer.append(new String(bytes, 0, count, StandardCharsets.UTF_8));
            }
            int from = answer.indexOf("\r\n\r\n{");
            return from < 0 ? answer.toString() : answer.substring(from + 4, answer.lastIndexOf("}") + 1);
        }
    }
}
