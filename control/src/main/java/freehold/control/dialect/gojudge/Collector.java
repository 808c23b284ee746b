package freehold.control.dialect.gojudge;

/**
 * Where a client wants to find what a program writes.
 *
 * @param name in the answer
 * @param max bytes; what writes more has exceeded its limit
 */
record Collector(String name, long max) {}
