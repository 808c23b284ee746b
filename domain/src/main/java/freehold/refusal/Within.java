package freehold.refusal;

/**
 * One part of a request is declined, and so the whole.
 *
 * @param place a JSON pointer as a URI fragment, such as {@code #/executions/3}; the pointers of {@code inner} begin there
 */
public record Within(String place, Refusal inner) implements Refusal {}
