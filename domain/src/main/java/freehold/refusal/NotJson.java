package freehold.refusal;

/** A body of another media type. */
public record NotJson(String mediaType) implements Refusal {}
