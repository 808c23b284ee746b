package freehold.worker.rootfs;

import java.util.Arrays;

/** Compares versions by their leading numbers. */
final class Versions {
    private Versions() {}

    static int compare(String left, String right) {
        return Arrays.compare(numbers(left), numbers(right));
    }

    private static int[] numbers(String version) {
        return Arrays.stream(version.split("[.+_-]"))
                .takeWhile(each -> each.matches("\\d{1,9}"))
                .mapToInt(Integer::parseInt)
                .toArray();
    }
}
