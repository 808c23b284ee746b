package freehold.refusal;

/** A key without the right that the call needs, or a caller from a place that may not call. The detail is a sentence. */
public record Forbidden(String detail) implements Refusal {}
