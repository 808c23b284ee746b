package freehold.control.mcp;

import freehold.refusal.Nearest;
import freehold.wire.rpc.Envelope;
import io.modelcontextprotocol.spec.ProtocolVersions;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why a message is not taken, by the rules of the transport and of JSON-RPC: what the SDK does not look at, or tells in other words.
 *
 * @param code as JSON-RPC has it
 */
record Objection(int code, String sentence) {
    static final int INVALID_REQUEST = -32600;
    static final int INVALID_PARAMS = -32602;
    private static final int PARSE_ERROR = -32700;

    private static final String VERSION = "MCP-Protocol-Version";
    private static final List<String> VERSIONS = List.of(
            ProtocolVersions.MCP_2024_11_05,
            ProtocolVersions.MCP_2025_03_26,
            ProtocolVersions.MCP_2025_06_18,
            ProtocolVersions.MCP_2025_11_25);
    private static final List<String> ACCEPTED = List.of("application/json", "text/event-stream");

    static Optional<Objection> to(HttpServletRequest request, Envelope message) {
        return switch (message.kind()) {
            case NOT_JSON -> Optional.of(new Objection(PARSE_ERROR, "The body is not JSON."));
            case NO_MESSAGE ->
                Optional.of(new Objection(INVALID_REQUEST, "Send one request or notification of JSON-RPC 2.0."));
            case MESSAGE -> toHeaders(request);
        };
    }

    /** @param known those that the caller may use */
    static Objection noTool(String asked, List<String> known) {
        List<String> near = Nearest.of(asked, known);
        String question = near.isEmpty() ? "." : "; " + Nearest.question(near);
        return new Objection(
                INVALID_PARAMS, "There is no such tool" + question + " There are " + String.join(", ", known) + ".");
    }

    private static Optional<Objection> toHeaders(HttpServletRequest request) {
        @Nullable String version = request.getHeader(VERSION);
        if (version != null && !VERSIONS.contains(version)) { // without one it is an older client
            return Optional.of(new Objection(
                    INVALID_REQUEST,
                    "This " + VERSION + " is not known; known are " + String.join(", ", VERSIONS) + "."));
        }
        return takesAnswers(request.getHeader("Accept"))
                ? Optional.empty()
                : Optional.of(new Objection(INVALID_REQUEST, "Accept both " + String.join(" and ", ACCEPTED) + "."));
    }

    private static boolean takesAnswers(@Nullable String accepted) {
        return accepted != null && ACCEPTED.stream().allMatch(accepted::contains);
    }
}
