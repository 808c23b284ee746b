package freehold.refusal;

/**
 * One field that is wrong.
 *
 * @param pointer a JSON pointer as a URI fragment (RFC 6901, section 6), such as {@code #/limits/cpu_ms}
 * @param detail what is wrong with it, for people
 */
public record FieldFault(String pointer, String detail) {}
