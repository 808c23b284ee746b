package freehold.wire.client;

import freehold.cell.Limit;
import freehold.execution.Content;
import freehold.execution.Injection;
import freehold.execution.Request;
import freehold.execution.SecretUse;
import freehold.execution.SourceFile;
import freehold.execution.WorkPath;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes a request as {@code POST /v1/executions} takes it. What is at its default is left out. */
public final class RequestJson {
    private static final JsonMapper MAPPER = new JsonMapper();

    private RequestJson() {}

    public static byte[] of(Request request) {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("runtime", request.runtime());
        request.source().ifPresent(content -> put(json, "source", content));
        if (!request.files().isEmpty()) {
            ArrayNode files = json.putArray("files");
            request.files().forEach(file -> add(files, file));
        }
        request.entry().ifPresent(entry -> json.put("entry", entry.value()));
        texts(json, "args", request.args());
        texts(json, "env", request.env());
        if (!request.buildArgs().isEmpty() || !request.buildEnv().isEmpty()) {
            ObjectNode build = json.putObject("build");
            texts(build, "args", request.buildArgs());
            texts(build, "env", request.buildEnv());
        }
        request.command().ifPresent(command -> {
            ObjectNode own = json.putObject("command");
            own.put("step", command.step().name().toLowerCase(Locale.ROOT));
            texts(own, "argv", command.argv());
        });
        if (request.stdin().bytes().length > 0) {
            put(json, "stdin", request.stdin());
        }
        if (request.dialogue().isOpen()) {
            json.put("interactive", true);
        }
        request.dialogue()
                .terminal()
                .ifPresent(size ->
                        json.putObject("terminal").put("rows", size.rows()).put("columns", size.columns()));
        limits(json, "limits", request.limits());
        limits(json, "build_limits", request.buildLimits());
        request.tier().ifPresent(tier -> json.put("tier", tier.name().toLowerCase(Locale.ROOT)));
        if (request.deterministic()) {
            json.put("deterministic", true);
        }
        if (!request.secrets().isEmpty()) {
            ArrayNode secrets = json.putArray("secrets");
            request.secrets().forEach(use -> add(secrets, use));
        }
        texts(json, "collect", request.collect());
        texts(json, "labels", request.labels());
        request.retain().ifPresent(retain -> json.put("retain", retain.label()));
        return MAPPER.writeValueAsBytes(json);
    }

    private static void add(ArrayNode files, SourceFile file) {
        ObjectNode json = files.addObject();
        json.put("path", file.path().value());
        put(json, "content", file.content());
        if (file.executable()) {
            json.put("executable", true);
        }
    }

    private static void add(ArrayNode secrets, SecretUse use) {
        ObjectNode json = secrets.addObject().put("name", use.name().value());
        use.version().ifPresent(version -> json.put("version", version));
        switch (use.injection()) {
            case Injection.Variable(String name) -> json.put("env", name);
            case Injection.File(WorkPath path) -> json.put("file", path.value());
        }
    }

    /** As text where the bytes are UTF-8, else as base64 or by digest, under the name that says so. */
    private static void put(ObjectNode json, String name, Content content) {
        switch (content) {
            case Content.Inline(byte[] bytes) -> {
                try {
                    json.put(
                            name,
                            StandardCharsets.UTF_8
                                    .newDecoder()
                                    .decode(ByteBuffer.wrap(bytes))
                                    .toString());
                } catch (CharacterCodingException _) {
                    json.put(name + "_base64", Base64.getEncoder().encodeToString(bytes));
                }
            }
            case Content.Stored stored -> json.put("blob", stored.digest().toString());
        }
    }

    private static void texts(ObjectNode json, String name, List<String> values) {
        if (!values.isEmpty()) {
            ArrayNode array = json.putArray(name);
            values.forEach(array::add);
        }
    }

    private static void texts(ObjectNode json, String name, Map<String, String> values) {
        if (!values.isEmpty()) {
            ObjectNode object = json.putObject(name);
            values.forEach(object::put);
        }
    }

    private static void limits(ObjectNode json, String name, Map<Limit, Long> limits) {
        if (!limits.isEmpty()) {
            ObjectNode object = json.putObject(name);
            limits.forEach((limit, value) -> object.put(limit.label(), value));
        }
    }
}
