package freehold.control.secret;

import freehold.secret.SecretVersion;
import java.time.Instant;

/**
 * What is known of one value of a secret, without it.
 *
 * @param putBy who put it, as the ledger names them
 * @param sizeBytes of the value
 * @param text whether it can be a variable: UTF-8 without NUL
 */
public record Kept(SecretVersion version, Instant putAt, String putBy, int sizeBytes, boolean text) {}
