package freehold.ledger;

import freehold.quantity.Digest;

/**
 * Bytes that went into an execution or came out of it, by their digest.
 *
 * @param name {@code files/main.py}, {@code stdin}, {@code run/stdout}, {@code artifacts/plot.png}
 */
public record Material(String name, Digest digest, long sizeBytes) {}
