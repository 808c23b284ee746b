package freehold.control.exchange;

import freehold.control.tenancy.Caller;
import freehold.tenant.TenantId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a client asks, once it was let in.
 *
 * @param path the parts of the path that the route leaves open
 * @param body empty where the route takes none
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, and not changed by anybody
public record Call(
        Caller caller,
        Map<String, String> path,
        Map<String, List<String>> query,
        Headers headers,
        byte[] body,
        Presence presence) {
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
