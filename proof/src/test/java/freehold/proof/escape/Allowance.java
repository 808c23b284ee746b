package freehold.proof.escape;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The limits of one program: those of its header, and for the rest what suffices for a small one. Bytes, microseconds, counts.
 */
record Allowance(Map<String, Long> limits) {
    private static final Map<String, Long> SMALL = Map.of(
            "memory", 64L << 20,
            "processes", 64L,
            "disk", 16L << 20,
            "inodes", 2_000L,
            "files", 256L,
            "file", 16L << 20,
            "cpu", 5_000_000L,
            "wall", 8_000_000L,
            "output", 64L << 10);

    static Allowance of(List<String> words) {
        Map<String, Long> limits = new HashMap<>(SMALL);
        for (String word : words) {
            String[] parts = word.split("=", 2);
            if (limits.replace(parts[0], number(parts[1])) == null) {
                throw new IllegalArgumentException("no such limit: " + word);
            }
        }
        return new Allowance(Map.copyOf(limits));
    }

    private static long number(String text) {
        long number = Long.parseLong(text.replaceAll("[A-Za-z]+$", ""));
        return switch (text.replaceAll("^[0-9]+", "")) {
            case "" -> number;
            case "ms" -> number * 1_000;
            case "s" -> number * 1_000_000;
            case "K" -> number << 10;
            case "M" -> number << 20;
            case "G" -> number << 30;
            case "T" -> number << 40;
            default -> throw new IllegalArgumentException("not a number: " + text);
        };
    }

    long of(String limit) {
        return limits.getOrDefault(limit, 0L);
    }

    int count(String limit) {
        return Math.toIntExact(of(limit));
    }
}
