package freehold.control.dialect.librechat;

import freehold.control.blob.BlobStore;
import freehold.control.dialect.FileForm;
import freehold.control.dialect.PeerJson;
import freehold.control.dialect.PromptRun;
import freehold.control.dialect.Sentence;
import freehold.control.exchange.Answer;
import freehold.control.exchange.Call;
import freehold.control.exchange.Dialect;
import freehold.control.exchange.Headers;
import freehold.control.exchange.RetryAfter;
import freehold.control.exchange.Route;
import freehold.control.execution.Executions;
import freehold.control.record.Entry;
import freehold.control.tenancy.Right;
import freehold.execution.Content;
import freehold.execution.FaultId;
import freehold.execution.Request;
import freehold.execution.State;
import freehold.execution.WorkPath;
import freehold.quantity.Digest;
import freehold.refusal.QueueFull;
import freehold.refusal.Refusal;
import freehold.runtime.Catalogue;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The dialect as a whole: its paths, its key, its errors. */
public final class LibreChat implements Dialect {
    static final String NAME = "librechat";

    private final Executions executions;
    private final BlobStore blobs;
    private final InstantSource clock;
    private final RandomGenerator chance;
    private final Uploads uploads = new Uploads();
    private final SessionFiles files;
    private final RunReader reader;

    /**
     * Makes one.
     *
     * @param catalogue asked anew each time, for runtimes come and go
     * @param chance names sessions, so nobody may foresee it
     */
    public LibreChat(
            Executions executions,
            Supplier<Catalogue> catalogue,
            BlobStore blobs,
            InstantSource clock,
            RandomGenerator chance) {
        this.executions = executions;
        this.blobs = blobs;
        this.clock = clock;
        this.chance = chance;
        this.files = new SessionFiles(executions, blobs, uploads, catalogue);
        this.reader = new RunReader(catalogue, files);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.post("/exec", Right.RUN, this::run),
                new Route(Route.Method.POST, "/upload", Right.RUN, Route.Taking.BYTES, this::upload),
                Route.get("/files/{session}", Right.READ, this::list),
                Route.get("/download/{session}/{file}", Right.READ, this::download));
    }

    @Override
    public Optional<String> secret(Headers headers) {
        return headers.first("X-API-Key");
    }

    private Answer run(Call call) throws InterruptedException {
        Optional<ObjectNode> body = PeerJson.object(call.body());
        if (body.isEmpty()) {
            return error(400, "the body is not a JSON object");
        }
        return switch (reader.read(call.tenant(), body.get())) {
            case RunReader.Read.Wrong(String why) -> error(400, why);
            case RunReader.Read.Understood(Request request) ->
                PromptRun.answer(executions, call, request, this::refused, this::ended);
        };
    }

    private Answer ended(Entry entry) {
        return entry.execution().state() == State.FINISHED
                ? PeerJson.answer(
                        200, entry.execution().outputBytes(), () -> RunAnswer.of(entry.execution(), files.left(entry)))
                : error(503, "it has not ended in time");
    }

    private Answer upload(Call call) {
        List<FileForm.Part> sent = FileForm.read(call.headers().first("Content-Type"), call.body())
                .map(FileForm::files)
                .orElse(List.of());
        if (sent.isEmpty()) {
            return error(400, "send multipart/form-data with a part that is a file");
        }
        List<SessionFile> kept = new ArrayList<>();
        for (FileForm.Part part : sent) {
            String name = part.file().orElseThrow();
            Optional<String> fault = WorkPath.fault(name);
            if (fault.isPresent()) {
                return error(400, "a file has a bad name: " + fault.get());
            }
            Digest digest = Digest.of(part.content());
            try {
                if (blobs.offer(call.tenant(), digest, new ByteArrayInputStream(part.content()))
                        instanceof BlobStore.Offered.Declined(Refusal refusal)) {
                    return refused(refusal);
                }
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
            kept.add(new SessionFile(ShortName.byChance(chance), name, digest, part.content().length, clock.instant()));
        }
        String session = ShortName.byChance(chance);
        uploads.put(call.tenant(), session, kept);
        ObjectNode json = PeerJson.object().put("message", "success").put("session_id", session);
        ArrayNode list = json.putArray("files");
        kept.forEach(file -> list.addObject().put("fileId", file.id()).put("filename", file.name()));
        return PeerJson.answer(200, json);
    }

    /** Clients tell from this whether a file must be sent again, so what is no longer kept is not listed. */
    private Answer list(Call call) {
        String session = call.part("session");
        List<SessionFile> all = files.of(call.tenant(), session).stream()
                .filter(file -> blobs.find(call.tenant(), file.digest()).isPresent())
                .toList();
        if (all.isEmpty()) {
            return error(404, "there is no such session");
        }
        ArrayNode list = PeerJson.array();
        for (SessionFile file : all) {
            String name = session + "/" + file.id() + extension(file.name());
            switch (call.parameter("detail").orElse("simple")) {
                case "summary" ->
                    list.addObject()
                            .put("name", name)
                            .put("lastModified", file.modified().toString());
                case "full" -> {
                    ObjectNode one = list.addObject()
                            .put("name", name)
                            .put("id", file.id())
                            .put("session_id", session)
                            .put("size", file.sizeBytes())
                            .put("lastModified", file.modified().toString());
                    one.putObject("metadata").put("original-filename", file.name());
                }
                default -> list.add(name);
            }
        }
        return PeerJson.answer(200, list);
    }

    private static String extension(String name) {
        int dot = name.lastIndexOf('.');
        return dot > name.lastIndexOf('/') + 1 ? name.substring(dot) : "";
    }

    private Answer download(Call call) {
        Optional<SessionFile> found = files.find(call.tenant(), call.part("session"), call.part("file"));
        Optional<Content.Stored> content = found.flatMap(file -> files.content(call.tenant(), file));
        if (content.isEmpty()) {
            return error(404, "there is no such file");
        }
        String name = found.orElseThrow().name();
        String encoded = URLEncoder.encode(name.substring(name.lastIndexOf('/') + 1), StandardCharsets.UTF_8)
                .replace("+", "%20");
        return new Answer(
                200,
                "application/octet-stream",
                Map.of("Content-Disposition", "attachment; filename*=UTF-8''" + encoded),
                0,
                out -> {
                    try (InputStream in = blobs.open(
                                    call.tenant(), content.get().digest())
                            .orElseThrow(() -> new IOException("it was erased meanwhile"))) {
                        in.transferTo(out);
                    }
                });
    }

    private static Answer error(int status, String error) {
        return PeerJson.answer(status, PeerJson.object().put("error", error));
    }

    /** The peer's client waits for the seconds that it finds in the body. */
    @Override
    public Answer refused(Refusal refusal) {
        if (refusal instanceof QueueFull(var _, var _, var _, var _, Duration pause)) {
            long seconds = RetryAfter.seconds(pause);
            return PeerJson.answer(
                            429, PeerJson.object().put("error", "rate_limited").put("retry_after_seconds", seconds))
                    .with(RetryAfter.HEADER, Long.toString(seconds));
        }
        Sentence sentence = Sentence.of(refusal);
        return error(sentence.status(), sentence.text());
    }

    @Override
    public Answer failed(FaultId id) {
        return error(500, "this is our failure; the log has it as " + id);
    }

    @Override
    public Answer unknownPath() {
        return error(404, "there is no such path");
    }

    /** What is stored is a request of our own API. */
    @Override
    public Optional<Request> reread(byte[] stored) {
        return Optional.empty();
    }
}
