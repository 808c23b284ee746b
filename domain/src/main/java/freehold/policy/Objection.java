package freehold.policy;

/**
 * Why a policy refuses.
 *
 * @param rule a JSON pointer into the document as a URI fragment, such as {@code #/runtimes}
 * @param sentence for whoever asked: what is not allowed, and what is
 */
public record Objection(String rule, String sentence) {}
