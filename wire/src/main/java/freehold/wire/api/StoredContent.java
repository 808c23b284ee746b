package freehold.wire.api;

import freehold.execution.Content;
import freehold.quantity.Digest;
import java.util.Optional;

/** Finds the caller's own stored content, for files that are named by a digest; empty when the caller has none of it. */
@FunctionalInterface
public interface StoredContent {
    Optional<Content.Stored> find(Digest digest);
}
