package freehold.wire.listing;

/** One line of {@code freehold doctor}. {@code grade} is {@code ok}, {@code costs} or {@code fatal}. */
public record FindingRecord(String subject, String grade, String found, String costs, String mend) {}
