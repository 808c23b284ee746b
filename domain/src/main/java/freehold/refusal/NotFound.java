package freehold.refusal;

/** It does not exist, or belongs to somebody else: the caller cannot tell which. */
public record NotFound(String what) implements Refusal {}
