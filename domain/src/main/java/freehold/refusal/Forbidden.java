package freehold.refusal;

/**
 * A key without the right that the call needs, or a caller from a place that may not call.
 *
 * @param detail which rule stands against it, as a clause that begins a sentence
 * @param remedy what the caller can do, as another
 */
public record Forbidden(String detail, String remedy) implements Refusal {}
