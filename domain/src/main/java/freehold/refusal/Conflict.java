package freehold.refusal;

/** Understood, but not in this state. */
public record Conflict(String detail) implements Refusal {}
