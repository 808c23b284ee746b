package freehold.control.secret;

import java.util.Optional;

/**
 * Who changes a secret, as the ledger names them.
 *
 * @param from the address of the caller; absent where nobody called
 */
public record By(String actor, Optional<String> from) {}
