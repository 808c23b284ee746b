package freehold.control.dialect.piston;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range of versions as node-semver writes them: {@code *}, {@code 3}, {@code 3.x}, {@code ^3.10}, {@code ~3.10.1}, {@code >=3 <4},
 * {@code 3.1 - 3.4}, and {@code ||} between ranges. Versions before a release have no place in it, for no toolchain here is one.
 */
final class VersionRange {
    private static final int CHARACTERS_MAX = 256;
    private static final Pattern PARTIAL = Pattern.compile(
            "[v=]?(x|X|\\*|\\d{1,9})(?:\\.(x|X|\\*|\\d{1,9}))?(?:\\.(x|X|\\*|\\d{1,9}))?(?:[-+][0-9A-Za-z.+-]*)?");
    private static final Pattern HYPHEN = Pattern.compile("(\\S+)\\s+-\\s+(\\S+)");
    private static final Pattern COMPARATOR = Pattern.compile("(<=|>=|<|>|=|~>|~|\\^)?\\s*(\\S+)");

    private final List<Predicate<Version>> alternatives;

    private VersionRange(List<Predicate<Version>> alternatives) {
        this.alternatives = alternatives;
    }

    /** Empty if it is no range. */
    static Optional<VersionRange> parse(String text) {
        if (text.length() > CHARACTERS_MAX) {
            return Optional.empty();
        }
        List<Predicate<Version>> alternatives = new ArrayList<>();
        for (String part : text.split("\\|\\|", -1)) {
            Optional<Predicate<Version>> alternative = alternative(part.strip());
            if (alternative.isEmpty()) {
                return Optional.empty();
            }
            alternatives.add(alternative.get());
        }
        return Optional.of(new VersionRange(alternatives));
    }

    boolean contains(Version version) {
        return alternatives.stream().anyMatch(each -> each.test(version));
    }

    private static Optional<Predicate<Version>> alternative(String text) {
        if (text.isEmpty()) {
            return Optional.of(_ -> true);
        }
        Matcher hyphen = HYPHEN.matcher(text);
        if (hyphen.matches()) {
            Optional<Predicate<Version>> from = comparator(">=", hyphen.group(1));
            Optional<Predicate<Version>> to = comparator("<=", hyphen.group(2));
            return from.flatMap(left -> to.map(left::and));
        }
        Predicate<Version> all = _ -> true;
        for (String word : joined(text)) {
            Matcher parts = COMPARATOR.matcher(word);
            Optional<Predicate<Version>> one = parts.matches()
                    ? comparator(Optional.ofNullable(parts.group(1)).orElse("="), parts.group(2))
                    : Optional.empty();
            if (one.isEmpty()) {
                return Optional.empty();
            }
            all = all.and(one.get());
        }
        return Optional.of(all);
    }

    /** Words, an operator with the word that it belongs to. */
    private static List<String> joined(String text) {
        return Arrays.asList(text.replaceAll("([<>=~^])\\s+", "$1").split("\\s+"));
    }

    private static Optional<Predicate<Version>> comparator(String operator, String text) {
        return Partial.parse(text).map(partial -> {
            Version from = partial.first();
            Version next = partial.next();
            boolean isAny = partial.numbers().isEmpty();
            return switch (operator) {
                case ">=" -> version -> version.compareTo(from) >= 0;
                case "<" -> version -> !isAny && version.compareTo(from) < 0;
                case ">" -> version -> !isAny && version.compareTo(partial.isWhole() ? after(from) : next) >= 0;
                case "<=" -> version -> isAny || version.compareTo(next) < 0;
                case "^" -> version -> isAny || within(version, from, partial.caret());
                case "~", "~>" -> version -> isAny || within(version, from, partial.tilde());
                default -> version -> isAny || within(version, from, next);
            };
        });
    }

    private static boolean within(Version version, Version from, Version before) {
        return version.compareTo(from) >= 0 && version.compareTo(before) < 0;
    }

    private static Version after(Version version) {
        return new Version(version.major(), version.minor(), version.patch() + 1);
    }

    /** A version of which not all numbers are said. */
    private record Partial(List<Long> numbers) {
        static Optional<Partial> parse(String text) {
            Matcher parts = PARTIAL.matcher(text);
            if (!parts.matches()) {
                return Optional.empty();
            }
            List<Long> numbers = new ArrayList<>();
            for (int i = 1; i <= 3; i++) {
                String part = Optional.ofNullable(parts.group(i)).orElse("x");
                if (!Character.isDigit(part.charAt(0))) {
                    break;
                }
                numbers.add(Long.parseLong(part));
            }
            return Optional.of(new Partial(List.copyOf(numbers)));
        }

        boolean isWhole() {
            return numbers.size() == 3;
        }

        Version first() {
            return new Version(at(0), at(1), at(2));
        }

        /** The first version after all that this means. */
        Version next() {
            return switch (numbers.size()) {
                case 1 -> new Version(at(0) + 1, 0, 0);
                case 2 -> new Version(at(0), at(1) + 1, 0);
                default -> after(first());
            };
        }

        /** Up to the next change of the leftmost number that is not zero. */
        Version caret() {
            if (at(0) > 0 || numbers.size() == 1) {
                return new Version(at(0) + 1, 0, 0);
            }
            return at(1) > 0 || numbers.size() == 2 ? new Version(0, at(1) + 1, 0) : after(first());
        }

        Version tilde() {
            return numbers.size() == 1 ? new Version(at(0) + 1, 0, 0) : new Version(at(0), at(1) + 1, 0);
        }

        private long at(int index) {
            return index < numbers.size() ? numbers.get(index) : 0;
        }
    }
}
