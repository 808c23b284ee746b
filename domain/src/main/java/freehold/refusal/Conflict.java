package freehold.refusal;

/**
 * Understood, but not in this state.
 *
 * @param detail what stands against it, as a clause that begins a sentence
 * @param remedy what the caller can do, as another
 */
public record Conflict(String detail, String remedy) implements Refusal {}
