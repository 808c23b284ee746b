package freehold.cli.migrate;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** What becomes of one setting of a peer. */
sealed interface Advice {
    /** It is a setting here too. */
    record Set(String key, String remark) implements Advice {}

    /** It is the address of the dialect's port. */
    record Address(String remark) implements Advice {}

    /** It has no equal, and there is something to know. {@code {value}} stands for what the peer has. */
    record Note(String remark) implements Advice {}

    /** The same, of a value that is nobody's to see. */
    record Secret(String remark) implements Advice {}

    /** What it is for does not exist here, or is always so. */
    record Needless() implements Advice {}

    /** All advice for a peer, by the name of its setting. */
    static Map<String, Advice> of(Peer peer) {
        Map<String, Advice> all = new LinkedHashMap<>();
        String file = peer.label() + ".tsv";
        try (InputStream in = Advice.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("not in this jar: " + file);
            }
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .map(line -> line.split("\t", 3))
                    .forEach(parts -> all.put(parts[0], read(parts)));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return all;
    }

    private static Advice read(String[] parts) {
        String remark = parts.length > 2 ? parts[2] : "";
        return switch (parts[1]) {
            case "address" -> new Address(remark);
            case "note" -> new Note(remark);
            case "secret" -> new Secret(remark);
            case "needless" -> new Needless();
            default -> new Set(parts[1].replaceFirst("^set:", ""), remark);
        };
    }
}
