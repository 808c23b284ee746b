package freehold.refusal;

/**
 * It cannot be done now: draining, no worker, no record, or no room in a bounded place.
 *
 * @param reason what lacks, as a clause that begins a sentence
 * @param remedy what the caller or the operator can do, as another
 */
public record Unavailable(String reason, String remedy) implements Refusal {}
