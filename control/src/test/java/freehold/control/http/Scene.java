package freehold.control.http;

import freehold.control.tenancy.KeySecret;
import freehold.control.world.World;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A caller of one server whose refusals are taken down. */
record Scene(World world, RefusalBook book, Optional<KeySecret> key) {
    static final String HOLD = "{\"runtime\": \"python\", \"source\": \"hold\"}";
    static final String HELLO = "{\"runtime\": \"python\", \"source\": \"echo x\"}";

    Scene(World world, RefusalBook book) {
        this(world, book, Optional.empty());
    }

    Scene by(KeySecret secret) {
        return new Scene(world, book, Optional.of(secret));
    }

    /** Asks, and takes the refusal down. */
    void refused(String what, HttpRequest.Builder request) throws Exception {
        book.note(what, done(request));
    }

    void posting(String what, String path, String json) throws Exception {
        refused(what, world.json(path, json));
    }

    /** A request for an execution with this beside its runtime and source. */
    void running(String what, String more) throws Exception {
        posting(what, "/v1/executions", HELLO.replace("}", ", " + more + "}"));
    }

    void getting(String what, String path) throws Exception {
        refused(what, HttpRequest.newBuilder(world.at(path)));
    }

    void deleting(String what, String path) throws Exception {
        refused(what, HttpRequest.newBuilder(world.at(path)).DELETE());
    }

    void putting(String what, String path, String type, String body) throws Exception {
        refused(what, put(path, type, body));
    }

    HttpRequest.Builder put(String path, String type, String body) {
        return HttpRequest.newBuilder(world.at(path))
                .header("Content-Type", type)
                .PUT(BodyPublishers.ofString(body));
    }

    /** Asks, whatever comes of it. */
    HttpResponse<String> done(HttpRequest.Builder request) throws Exception {
        key.ifPresent(secret -> World.with(request, secret));
        return world.send(request);
    }

    HttpResponse<String> post(String path, String json) throws Exception {
        return done(world.json(path, json));
    }

    /** Makes a policy that is in force for all. */
    void policy(String name, String yaml) throws Exception {
        text(done(put("/v1/policies/" + name, "application/yaml", yaml)), "/digest");
        done(HttpRequest.newBuilder(world.at("/v1/policies/" + name + "/default"))
                .PUT(BodyPublishers.noBody()));
    }

    /** The secret of a new key. */
    KeySecret made(String json) throws Exception {
        return new KeySecret(text(post("/v1/keys", json), "/secret"));
    }

    /** The id of what was begun. */
    String begun(String body) throws Exception {
        return text(post("/v1/executions?wait=0s", body), "/id");
    }

    void cancel(String id) throws Exception {
        post("/v1/executions/" + id + "/cancel", "");
        done(HttpRequest.newBuilder(world.at("/v1/executions/" + id + "?wait=30s")));
    }

    /** A text of an answer, by its pointer. */
    static String text(HttpResponse<String> response, String pointer) {
        JsonNode found = JsonMapper.shared().readTree(response.body()).at(pointer);
        if (!found.isString()) {
            throw new AssertionError("no " + pointer + " in " + response.body());
        }
        return found.stringValue();
    }
}
