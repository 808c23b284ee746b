package freehold.control.exchange;

import freehold.control.tenancy.Caller;
import freehold.ledger.Act;
import freehold.tenant.TenantId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a client asks, once it was let in.
 *
 * @param path the parts of the path that the route leaves open
 * @param body empty where the route takes none
 * @param line what the ledger shall say of an action, as {@code execution.erased}, that the call comes to: by the path as the peer has it
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, and not changed by anybody
public record Call(
        Caller caller,
        Map<String, String> path,
        Map<String, List<String>> query,
        Headers headers,
        byte[] body,
        Presence presence,
        Function<String, Act> line) {
    public Call {
        path = Map.copyOf(path);
        query = Map.copyOf(query);
    }

    public TenantId tenant() {
        return caller.tenant();
    }

    /** A part of the path; the route must have it. */
    public String part(String name) {
        return Optional.ofNullable(path.get(name))
                .orElseThrow(() -> new IllegalArgumentException("the route has no part " + name));
    }

    /** A query parameter: the last, if it comes more than once. */
    public Optional<String> parameter(String name) {
        return Optional.ofNullable(query.get(name))
                .filter(values -> !values.isEmpty())
                .map(List::getLast);
    }
}
