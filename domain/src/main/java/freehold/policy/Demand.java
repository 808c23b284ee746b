package freehold.policy;

import freehold.runtime.RuntimeIdentity;
import java.util.List;

/**
 * What a request wants, apart from limits.
 *
 * @param aliases other names of the runtime
 * @param deterministic whether it asks to give the same answer again
 * @param callback whether its end is to be told
 */
public record Demand(RuntimeIdentity runtime, List<String> aliases, boolean deterministic, boolean callback) {
    public Demand {
        aliases = List.copyOf(aliases);
    }
}
