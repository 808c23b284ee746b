package freehold.wire.api;

import freehold.execution.ExecutionId;
import freehold.execution.WorkPath;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Where an artifact can be fetched: its path with every byte percent-encoded that RFC 3986 does not call unreserved. */
final class ArtifactHref {
    private static final String UNRESERVED = "-._~/";

    private ArtifactHref() {}

    static String of(ExecutionId id, WorkPath path) {
        StringBuilder href = new StringBuilder("/v1/executions/").append(id).append("/artifacts/");
        for (byte each : path.value().getBytes(StandardCharsets.UTF_8)) {
            char character = (char) (each & 0xff);
            if (character < 0x80 && (Character.isLetterOrDigit(character) || UNRESERVED.indexOf(character) >= 0)) {
                href.append(character);
            } else {
                href.append('%').append(HexFormat.of().withUpperCase().toHexDigits(each));
            }
        }
        return href.toString();
    }
}
