package freehold.control.dialect.judge0;

import freehold.control.dialect.PeerJson;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A submission as it is kept with its execution: the peer's own fields, in base64 where the peer has that, below a mark of whose it is. */
final class StoredSubmission {
    private static final String MARK = "dialect";
    private static final String FIELDS = "submission";

    private StoredSubmission() {}

    /** The fields of a submission. */
    static ObjectNode fields(Submission submission) {
        ObjectNode fields = PeerJson.object();
        fields.put("language_id", submission.language());
        fields.put("source_code", Base64Text.encode(submission.source()));
        submission.stdin().ifPresent(bytes -> fields.put("stdin", Base64Text.encode(bytes)));
        submission.expected().ifPresent(bytes -> fields.put("expected_output", Base64Text.encode(bytes)));
        submission.compilerOptions().ifPresent(line -> fields.put("compiler_options", line));
        submission.arguments().ifPresent(line -> fields.put("command_line_arguments", line));
        if (submission.isStderrRedirected()) {
            fields.put("redirect_stderr_to_stdout", true);
        }
        submission.archive().ifPresent(bytes -> fields.put("additional_files", Base64Text.encode(bytes)));
        submission.callback().ifPresent(url -> fields.put("callback_url", url));
        submission.numbers().forEach((quantity, value) -> fields.put(quantity.field(), value.toPlainString()));
        return fields;
    }

    /** Fields as they are kept. */
    static byte[] bytes(ObjectNode fields) {
        ObjectNode stored = PeerJson.object();
        stored.put(MARK, Judge0.NAME);
        stored.set(FIELDS, fields);
        return PeerJson.bytes(stored);
    }

    /** The fields, if these bytes are a submission of this dialect. */
    static Optional<JsonNode> fields(byte[] stored) {
        return PeerJson.object(stored)
                .filter(json -> json.path(MARK).asString("").equals(Judge0.NAME))
                .map(json -> json.path(FIELDS));
    }
}
