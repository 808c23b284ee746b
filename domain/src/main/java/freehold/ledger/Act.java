package freehold.ledger;

import freehold.quantity.Digest;
import java.time.Instant;
import java.util.Optional;

/**
 * What somebody did to what is kept or governs: cancelling, erasing, changing a key, a tenant or a policy.
 *
 * @param actor who: a tenant or key as it is named in the API, or {@code server}
 * @param action a noun and a past participle, as {@code execution.erased}
 * @param object on what: an id or a name
 * @param from the address of the caller; absent where nobody called
 * @param before digest of the thing before; absent where there was none, or where it has no content
 * @param after digest of the thing afterwards, as before
 */
public record Act(
        Instant at,
        String actor,
        String action,
        String object,
        Optional<String> from,
        Optional<Digest> before,
        Optional<Digest> after) {
    private static final String ACTION = "[a-z_]+\\.[a-z_]+";

    public Act {
        if (!action.matches(ACTION)) {
            throw new IllegalArgumentException("not an action, such as execution.erased: " + action);
        }
    }
}
