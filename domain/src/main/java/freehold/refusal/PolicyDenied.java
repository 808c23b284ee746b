package freehold.refusal;

/**
 * A rule of the policy in force does not allow it.
 *
 * @param rule a JSON pointer into the policy's document, such as {@code #/runtimes}
 * @param sentence what is not allowed, and what is
 */
public record PolicyDenied(String policy, String rule, String sentence) implements Refusal {}
