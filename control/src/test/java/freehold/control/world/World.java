package freehold.control.world;

import freehold.control.admission.Admission;
import freehold.control.admission.Ceilings;
import freehold.control.admission.Ids;
import freehold.control.blob.FileBlobs;
import freehold.control.dialect.jobe.Jobe;
import freehold.control.dialect.judge0.Judge0;
import freehold.control.dialect.piston.Piston;
import freehold.control.dispatch.Dispatcher;
import freehold.control.dispatch.QueueBounds;
import freehold.control.execution.Executions;
import freehold.control.http.ApiServer;
import freehold.control.http.ServerSettings;
import freehold.control.sql.SqlRecords;
import freehold.control.telemetry.Metrics;
import freehold.control.tenancy.KeyFile;
import freehold.wire.link.Link;
import freehold.wire.link.MemoryLink;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** A server on a free port, with everything real but the worker. */
public final class World implements AutoCloseable {
    public final ScriptedWorker worker;
    public final FileBlobs blobs;
    private final Link.Registration registration;
    private final SqlRecords records;
    private final Metrics metrics = new Metrics();
    private final ApiServer server;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    public final int port;

    /** What a world is made of; each has a usual value. */
    public record Recipe(int cells, QueueBounds queue, ServerSettings settings, Optional<KeyFile> keys) {
        public static final Recipe USUAL =
                new Recipe(2, QueueBounds.DEFAULT, ServerSettings.onLoopback(0), Optional.empty());

        public Recipe cells(int count) {
            return new Recipe(count, queue, settings, keys);
        }

        public Recipe queue(QueueBounds bounds) {
            return new Recipe(cells, bounds, settings, keys);
        }

        public Recipe settings(ServerSettings changed) {
            return new Recipe(cells, queue, changed, keys);
        }

        public Recipe keys(KeyFile file) {
            return new Recipe(cells, queue, settings, Optional.of(file));
        }
    }

    public World(Path folder) throws IOException {
        this(folder, Recipe.USUAL);
    }

    public World(Path folder, Recipe recipe) throws IOException {
        InstantSource clock = InstantSource.system();
        Ids ids = new Ids(clock, new SecureRandom());
        MemoryLink link = new MemoryLink();
        worker = new ScriptedWorker(recipe.cells());
        registration = link.announce(worker);
        records = new SqlRecords(folder.resolve("freehold.db"), clock);
        blobs = new FileBlobs(folder.resolve("blobs"));
        Executions executions = new Executions(
                new Admission(() -> Packs.CATALOGUE, Ceilings.SERVER, ids),
                new Dispatcher(link, recipe.queue()),
                link,
                records,
                blobs,
                clock,
                metrics::ended);
        server = new ApiServer(
                recipe.settings(),
                recipe::keys,
                new ApiServer.Parts(
                        () -> Packs.CATALOGUE,
                        link,
                        records,
                        blobs,
                        executions,
                        metrics,
                        ids,
                        List.of(
                                new Judge0(
                                        executions,
                                        () -> Packs.CATALOGUE,
                                        Ceilings.SERVER,
                                        recipe.queue().executions(),
                                        link,
                                        clock),
                                new Piston(executions, () -> Packs.CATALOGUE),
                                new Jobe(executions, () -> Packs.CATALOGUE, blobs))));
        port = server.start();
    }

    public URI at(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    public HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(at(path)));
    }

    public HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
        return send(json(path, json));
    }

    public HttpRequest.Builder json(String path, String json) {
        return HttpRequest.newBuilder(at(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json));
    }

    public HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpRequest built = request.build();
        HttpResponse<String> response = client.send(built, BodyHandlers.ofString());
        ContractCheck.check(built.method(), built.uri().getRawPath(), response, response.body());
        return response;
    }

    /** Answers of a dialect are as its peer has them, not as our contract has. */
    public HttpResponse<String> sendUnchecked(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    /** The port at which a dialect is at the root. */
    public int port(String dialect) {
        return server.port(dialect).orElseThrow();
    }

    public HttpClient client() {
        return client;
    }

    /** Stops the server, gracefully; what it was wired to goes on. */
    public void stop() {
        server.close();
    }

    @Override
    public void close() {
        server.close();
        registration.close();
        client.close();
        records.close();
        metrics.close();
    }
}
