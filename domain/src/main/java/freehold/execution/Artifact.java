package freehold.execution;

import freehold.quantity.Digest;

/** A regular file brought back from the work directory, kept in the blob store. */
public record Artifact(WorkPath path, long sizeBytes, Digest digest) {}
