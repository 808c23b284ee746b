package freehold.policy;

import freehold.quantity.Digest;

/** One version of a policy: under which name, and the digest of its canonical document. */
public record PolicyIdentity(PolicyName name, Digest digest) {}
