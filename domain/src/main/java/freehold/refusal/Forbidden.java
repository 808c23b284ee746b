package freehold.refusal;

/** A key without that right. */
public record Forbidden(String right) implements Refusal {}
