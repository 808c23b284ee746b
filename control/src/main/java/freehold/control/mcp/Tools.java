package freehold.control.mcp;

import freehold.control.blob.BlobStore;
import freehold.control.exchange.Terms;
import freehold.control.execution.Executions;
import freehold.control.execution.Live;
import freehold.control.execution.Submission;
import freehold.control.rate.HeapShares;
import freehold.control.tenancy.Caller;
import freehold.execution.Artifact;
import freehold.execution.Content;
import freehold.execution.Execution;
import freehold.execution.ExecutionId;
import freehold.execution.Outcome;
import freehold.execution.Request;
import freehold.execution.State;
import freehold.quantity.Digest;
import freehold.refusal.Refusal;
import freehold.runtime.Catalogue;
import freehold.tenant.TenantId;
import freehold.wire.api.Decoded;
import freehold.wire.api.DigestText;
import freehold.wire.api.MediaType;
import freehold.wire.api.RequestDecoder;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ImageContent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import tools.jackson.databind.json.JsonMapper;

/** What the tools do, each for one caller. */
public final class Tools {
    /** Before the time-outs that clients have: a program that takes longer is asked for again. */
    private static final Duration WAIT = Duration.ofSeconds(50);

    private static final int PIECE_BYTES = 64 * 1024;
    private static final int IMAGE_BYTES_MAX = 4 * 1024 * 1024;
    private static final JsonMapper JSON = new JsonMapper();

    private static final CallToolResult NO_EXECUTION = ExecutionResult.refused("There is no such execution.");

    /** Which part of the heap holds outputs while they are read. */
    private static final int OUTPUT_HEAP_SHARE = 8;

    private final HeapShares outputs = new HeapShares(Runtime.getRuntime().maxMemory() / OUTPUT_HEAP_SHARE);
    private final Executions executions;
    private final BlobStore blobs;
    private final Supplier<Catalogue> catalogue;
    private final Function<Refusal, String> words;

    /** @param words what a refusal says to people */
    public Tools(
            Executions executions, BlobStore blobs, Supplier<Catalogue> catalogue, Function<Refusal, String> words) {
        this.executions = executions;
        this.blobs = blobs;
        this.catalogue = catalogue;
        this.words = words;
    }

    /** The arguments are the body of {@code POST /v1/executions}, and decoded as such. */
    CallToolResult run(Caller caller, Attendance attendance, Map<String, Object> arguments)
            throws InterruptedException {
        byte[] body = JSON.writeValueAsBytes(arguments);
        return switch (RequestDecoder.decode(body, digest -> blobs.renew(caller.tenant(), digest))) {
            case Decoded.Declined(Refusal refusal) -> ExecutionResult.refused(words.apply(refusal));
            case Decoded.Understood(Request request)
            when !request.secrets().isEmpty() ->
                ExecutionResult.refused("Secrets are not given to tools of agents; leave #/secrets out.");
            case Decoded.Understood(Request request) ->
                switch (executions.submit(caller.tenant(), request, body, Optional.empty())) {
                    case Submission.Declined(Refusal refusal) -> ExecutionResult.refused(words.apply(refusal));
                    case Submission.Known(Execution execution) -> ExecutionResult.of(execution);
                    case Submission.Joined(Live live) -> ExecutionResult.of(live.await(WAIT));
                    case Submission.Begun(Live live) -> ExecutionResult.of(followed(live, attendance));
                };
        };
    }

    private Execution followed(Live live, Attendance attendance) throws InterruptedException {
        Execution now = attendance.await(live, () -> executions.cancel(live), WAIT);
        if (now.state() != State.FINISHED) {
            executions.promise(live);
        }
        return now;
    }

    CallToolResult execution(Caller caller, Map<String, Object> arguments) throws InterruptedException {
        Optional<ExecutionId> id = id(arguments);
        Duration wait = Duration.ofSeconds(number(arguments, "wait_seconds"));
        Optional<Live> live = id.flatMap(each -> executions.live(caller.tenant(), each));
        return live.isPresent()
                ? ExecutionResult.of(live.get().await(wait))
                : stored(caller.tenant(), id.flatMap(each -> executions.withoutOutput(caller.tenant(), each)));
    }

    /** All that a program wrote is read to show the ends of it. */
    private CallToolResult stored(TenantId tenant, Optional<Execution> found) throws InterruptedException {
        if (found.isEmpty()) {
            return NO_EXECUTION;
        }
        long bytes = found.get().outcome().map(Outcome::writtenBytes).orElse(0L);
        Optional<HeapShares.Held> room = outputs.take(tenant, bytes, Terms.PATIENCE);
        if (room.isEmpty()) {
            return ExecutionResult.refused(
                    "This server reads so much output at this time that it has no memory for more;"
                            + " ask again in a moment.");
        }
        try (HeapShares.Held _ = room.get()) {
            return executions
                    .find(tenant, found.get().id())
                    .map(ExecutionResult::of)
                    .orElse(NO_EXECUTION);
        }
    }

    CallToolResult runtimes() {
        List<Map<String, Object>> all = new ArrayList<>();
        StringBuilder lines = new StringBuilder();
        catalogue.get().installed().forEach(each -> {
            all.add(Map.of(
                    "name", each.pack().name(),
                    "version", each.version(),
                    "title", each.pack().title(),
                    "aliases", each.pack().aliases()));
            lines.append(each.pack().name()).append('@').append(each.version()).append('\n');
        });
        return CallToolResult.builder()
                .addTextContent(lines.toString())
                .structuredContent(Map.of("runtimes", all))
                .build();
    }

    CallToolResult artifact(Caller caller, Map<String, Object> arguments) throws IOException {
        Optional<Artifact> artifact = id(arguments)
                .flatMap(id -> executions.withoutOutput(caller.tenant(), id))
                .flatMap(Execution::outcome)
                .flatMap(outcome -> outcome.artifact(String.valueOf(arguments.get("path"))));
        Optional<InputStream> content = artifact.isPresent()
                ? blobs.open(caller.tenant(), artifact.get().digest())
                : Optional.empty();
        if (content.isEmpty()) {
            return ExecutionResult.refused("There is no such artifact.");
        }
        Artifact found = artifact.orElseThrow();
        try (InputStream bytes = content.get()) {
            return isPicture(found)
                    ? picture(found, bytes)
                    : piece(found.sizeBytes(), bytes, number(arguments, "offset"));
        }
    }

    /** Keeps a file under its digest, which is the handle. */
    CallToolResult store(Caller caller, Map<String, Object> arguments) throws IOException {
        byte[] content;
        if (arguments.get("content") instanceof String text && !arguments.containsKey("content_base64")) {
            content = text.getBytes(StandardCharsets.UTF_8);
        } else if (arguments.get("content_base64") instanceof String text && !arguments.containsKey("content")) {
            try {
                content = Base64.getDecoder().decode(text);
            } catch (IllegalArgumentException notBase64) {
                return ExecutionResult.refused("content_base64 is not base64 (RFC 4648, section 4).");
            }
        } else {
            return ExecutionResult.refused("Give exactly one of content and content_base64, as a string.");
        }
        Digest digest = Digest.of(content);
        if (blobs.offer(caller.tenant(), digest, new ByteArrayInputStream(content))
                instanceof BlobStore.Offered.Declined(Refusal refusal)) {
            return ExecutionResult.refused(words.apply(refusal));
        }
        return CallToolResult.builder()
                .addTextContent("Kept. In files of run_code: {\"path\": …, \"blob\": \"" + digest + "\"}")
                .structuredContent(Map.of("blob", digest.toString(), "size_bytes", content.length))
                .build();
    }

    CallToolResult file(Caller caller, Map<String, Object> arguments) throws IOException {
        Optional<Content.Stored> found = DigestText.parse(String.valueOf(arguments.get("blob")))
                .flatMap(digest -> blobs.renew(caller.tenant(), digest));
        Optional<InputStream> content =
                found.isPresent() ? blobs.open(caller.tenant(), found.get().digest()) : Optional.empty();
        if (content.isEmpty()) {
            return ExecutionResult.refused("There is no such file; a handle is sha256: and 64 digits.");
        }
        try (InputStream bytes = content.get()) {
            return piece(found.orElseThrow().sizeBytes(), bytes, number(arguments, "offset"));
        }
    }

    /** Kinds that models can look at. */
    private static boolean isPicture(Artifact artifact) {
        return switch (MediaType.of(artifact.path())) {
            case "image/png", "image/jpeg", "image/gif", "image/webp" -> artifact.sizeBytes() <= IMAGE_BYTES_MAX;
            default -> false;
        };
    }

    private static CallToolResult picture(Artifact artifact, InputStream bytes) throws IOException {
        String data = Base64.getEncoder().encodeToString(bytes.readNBytes(IMAGE_BYTES_MAX));
        return CallToolResult.builder()
                .addContent(ImageContent.builder(data, MediaType.of(artifact.path()))
                        .build())
                .build();
    }

    /** Some of the bytes: as text where they are text, else as base64. */
    private static CallToolResult piece(long size, InputStream bytes, long offset) throws IOException {
        bytes.skipNBytes(Math.min(offset, size));
        byte[] some = bytes.readNBytes(PIECE_BYTES);
        long next = Math.min(offset, size) + some.length;
        String rest = next < size ? "\n… of " + size + " bytes; go on with offset " + next + " …" : "";
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(some))
                    .toString();
            return CallToolResult.builder().addTextContent(text + rest).build();
        } catch (CharacterCodingException notText) {
            return CallToolResult.builder()
                    .addTextContent("base64: " + Base64.getEncoder().encodeToString(some) + rest)
                    .build();
        }
    }

    private static Optional<ExecutionId> id(Map<String, Object> arguments) {
        return Optional.of(String.valueOf(arguments.get("id")))
                .filter(ExecutionId::isOne)
                .map(ExecutionId::new);
    }

    private static long number(Map<String, Object> arguments, String name) {
        return arguments.get(name) instanceof Number number ? number.longValue() : 0;
    }
}
