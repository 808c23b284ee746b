package freehold.control.dialect.librechat;

import freehold.quantity.Digest;
import java.time.Instant;

/** A file of a session: its name for clients, and what its owner calls it. */
record SessionFile(String id, String name, Digest digest, long sizeBytes, Instant modified) {}
