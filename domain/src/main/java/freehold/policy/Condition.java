package freehold.policy;

/**
 * What must be true of a request.
 *
 * @param name tells the conditions of a policy apart
 * @param require an expression in CEL that is true or false
 * @param message says to whoever was refused what to do
 */
public record Condition(String name, String require, String message) {}
