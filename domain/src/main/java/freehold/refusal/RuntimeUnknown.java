package freehold.refusal;

/** No runtime of that name or version. */
public record RuntimeUnknown(String asked) implements Refusal {}
