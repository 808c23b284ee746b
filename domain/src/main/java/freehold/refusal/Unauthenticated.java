package freehold.refusal;

/** No key, or one that is unknown or expired. Which of them is not said. */
public record Unauthenticated() implements Refusal {}
