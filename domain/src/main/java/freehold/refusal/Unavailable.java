package freehold.refusal;

/** Draining, or no cell daemon. */
public record Unavailable(String reason) implements Refusal {}
