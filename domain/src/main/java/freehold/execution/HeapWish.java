package freehold.execution;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Whether the last words of a program tell that its runtime's own heap was full. Such runtimes are told less than the limit of memory, so that
 * they end by themselves before it, and no limit is seen to be hit.
 */
final class HeapWish {
    private static final List<String> SIGNS = List.of(
            "java.lang.OutOfMemoryError: Java heap space",
            "java.lang.OutOfMemoryError: GC overhead limit exceeded",
            "JavaScript heap out of memory"); // Node, Deno

    private HeapWish() {}

    /** Looks where {@link NetworkWish} does, and as far: at stderr; at stdout where that is empty, as with a terminal. */
    static boolean isIn(StepResult result) {
        byte[] words = result.stderr().length > 0 ? result.stderr() : result.stdout();
        int length = Math.min(words.length, NetworkWish.BYTES_LOOKED_AT);
        String last = new String(words, words.length - length, length, StandardCharsets.ISO_8859_1);
        return SIGNS.stream().anyMatch(last::contains);
    }
}
