package freehold.refusal;

/** In the contract, but not done by this server: never silently ignored. */
public record NotOffered(String pointer, String feature) implements Refusal {}
