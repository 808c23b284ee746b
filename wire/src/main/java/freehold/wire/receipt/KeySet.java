package freehold.wire.receipt;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** All public keys of a server: the one that signs now, and those that did before. */
public record KeySet(List<Published> keys) {
    private static final JsonMapper MAPPER = new JsonMapper();

    /**
     * One key.
     *
     * @param since when it signed first; absent if it has not yet
     */
    public record Published(VerifyingKey key, Optional<Instant> since, boolean current) {}

    public KeySet {
        keys = List.copyOf(keys);
    }

    /** A set of keys of which nothing more is known. */
    public static KeySet of(List<VerifyingKey> keys) {
        return new KeySet(keys.stream()
                .map(key -> new Published(key, Optional.empty(), false))
                .toList());
    }

    /** The key of an id. */
    public Optional<VerifyingKey> find(String id) {
        return keys.stream()
                .map(Published::key)
                .filter(key -> key.id().equals(id))
                .findFirst();
    }

    public byte[] json() {
        return new CanonicalObject()
                .objects("keys", keys.stream().map(KeySet::one).toList())
                .bytes();
    }

    private static CanonicalObject one(Published published) {
        return new CanonicalObject()
                .text("keyid", published.key().id())
                .text("algorithm", "ed25519")
                .text("public_key", published.key().pem())
                .with(published.since(), (json, since) -> json.text("since", StatementWriter.time(since)))
                .truth("current", published.current());
    }

    /**
     * Reads a set, or one key in PEM. Ids are computed and not read.
     *
     * @throws IllegalArgumentException with a sentence, if it is neither
     */
    public static KeySet parse(String text) {
        if (!text.stripLeading().startsWith("{")) {
            return of(List.of(VerifyingKey.parse(text)));
        }
        try {
            List<VerifyingKey> keys = new ArrayList<>();
            for (JsonNode key : MAPPER.readTree(text).path("keys")) {
                keys.add(VerifyingKey.parse(key.path("public_key").asString("")));
            }
            if (keys.isEmpty()) {
                throw new IllegalArgumentException("it has no keys");
            }
            return of(keys);
        } catch (JacksonException notJson) {
            throw new IllegalArgumentException("it is not JSON", notJson);
        }
    }
}
