package freehold.refusal;

import freehold.quantity.Bytes;

/** A body above what this server takes. */
public record TooLarge(Bytes most) implements Refusal {}
