package freehold.wire.client;

import freehold.cell.Limit;
import freehold.execution.Content;
import freehold.execution.Request;
import freehold.execution.SourceFile;
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
        if (request.stdin().bytes().length > 0) {
            put(json, "stdin", request.stdin());
        }
        limits(json, "limits", request.limits());
        limits(json, "build_limits", request.buildLimits());
        request.tier().ifPresent(tier -> json.put("tier", tier.name().toLowerCase(Locale.ROOT)));
        texts(json, "collect", request.collect());
        texts(json, "labels", request.labels());
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
