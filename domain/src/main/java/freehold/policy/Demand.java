package freehold.policy;

import freehold.runtime.RuntimeIdentity;
import freehold.secret.SecretName;
import java.util.List;
import java.util.Optional;

/**
 * What a request wants, apart from limits.
 *
 * @param aliases other names of the runtime
 * @param deterministic whether it asks to give the same answer again
 * @param callback whether its end is to be told
 * @param retain how much of it is to be kept; empty if it does not say
 * @param secrets whose values it wants
 */
public record Demand(
        RuntimeIdentity runtime,
        List<String> aliases,
        boolean deterministic,
        boolean callback,
        Optional<Retain> retain,
        List<SecretName> secrets) {
    public Demand {
        aliases = List.copyOf(aliases);
        secrets = List.copyOf(secrets);
    }

    /** One that does not say how much of it is to be kept. */
    public Demand(RuntimeIdentity runtime, List<String> aliases, boolean deterministic, boolean callback) {
        this(runtime, aliases, deterministic, callback, Optional.empty(), List.of());
    }
}
