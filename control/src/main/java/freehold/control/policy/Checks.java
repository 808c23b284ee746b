package freehold.control.policy;

import freehold.policy.Objection;
import java.util.Optional;

/** The conditions of one policy, ready to be asked by any number of threads. What an answer costs is bounded. */
@FunctionalInterface
public interface Checks {
    /** Those of a policy that has none. */
    Checks NONE = _ -> Optional.empty();

    /** The first condition that does not hold, or of which it cannot be told whether it does; empty if all hold. */
    Optional<Objection> objection(Facts facts);
}
