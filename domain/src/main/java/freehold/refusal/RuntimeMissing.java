package freehold.refusal;

/** Known, but not installed here; the reason says what would bring it. */
public record RuntimeMissing(String runtime, String reason) implements Refusal {}
