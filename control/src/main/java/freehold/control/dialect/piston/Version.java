package freehold.control.dialect.piston;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A version by the rules of semantic versioning 2.0, without what comes after the three numbers. */
record Version(long major, long minor, long patch) implements Comparable<Version> {
    private static final Pattern LEADING =
            Pattern.compile("^[^0-9]{0,20}(\\d{1,9})(?:\\.(\\d{1,9}))?(?:\\.(\\d{1,9}))?");
    private static final Comparator<Version> ORDER = Comparator.comparingLong(Version::major)
            .thenComparingLong(Version::minor)
            .thenComparingLong(Version::patch);

    /** The version of a toolchain, as far as it has numbers: 12.2 is 12.2.0. */
    static Optional<Version> of(String toolchain) {
        Matcher numbers = LEADING.matcher(toolchain);
        return numbers.find()
                ? Optional.of(new Version(number(numbers.group(1)), number(numbers.group(2)), number(numbers.group(3))))
                : Optional.empty();
    }

    private static long number(@Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }

    @Override
    public int compareTo(Version other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return major + "." + minor + "." + patch;
    }
}
