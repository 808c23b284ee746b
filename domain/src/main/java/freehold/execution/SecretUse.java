package freehold.execution;

import freehold.secret.SecretName;
import java.util.Optional;

/**
 * That the run step gets the value of a secret.
 *
 * @param version empty in a request that wants the newest one; a plan always says which
 */
public record SecretUse(SecretName name, Optional<Integer> version, Injection injection) {
    /** The same of that version. */
    public SecretUse pinned(int number) {
        return new SecretUse(name, Optional.of(number), injection);
    }
}
