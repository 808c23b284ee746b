package freehold.runtime;

/**
 * A pack that cannot be run here.
 *
 * @param reason in words, with the package that would bring it
 */
public record Missing(Pack pack, String reason) {}
