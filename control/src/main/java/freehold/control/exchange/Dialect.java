package freehold.control.exchange;

import freehold.execution.FaultId;
import freehold.execution.Request;
import freehold.refusal.Refusal;
import java.util.List;
import java.util.Optional;

/**
 * The HTTP API of another product, spoken here unchanged. It decodes, hands ordinary requests in, and encodes; who may call and
 * what may be asked for is decided by the same rules as for our own API. Safe for any number of threads.
 */
public interface Dialect {
    /** As in paths and settings: lower-case letters, digits and hyphens. */
    String name();

    /** All of its paths, relative to where it is served. The first that fits a path answers. */
    List<Route> routes();

    /** Its conversations, relative to where it is served. */
    default List<Talk> talks() {
        return List.of();
    }

    /** The secret that a client sends in the peer's own way; {@code Authorization: Bearer} is understood besides. */
    Optional<String> secret(Headers headers);

    /** How the peer says no. */
    Answer refused(Refusal refusal);

    /** How the peer says that it failed; names the failure in our log, and nothing of our insides. */
    Answer failed(FaultId id);

    /** How the peer answers for a path that it does not have. */
    Answer unknownPath();

    /**
     * Reads again what this dialect handed in as the body of an execution.
     *
     * @return empty if the body is another's
     */
    Optional<Request> reread(byte[] stored);
}
