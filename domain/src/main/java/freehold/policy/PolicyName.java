package freehold.policy;

import java.util.regex.Pattern;

/** What a policy is called: a lower-case letter, then at most 63 of {@code a-z 0-9 _ -}. */
public record PolicyName(String value) implements Comparable<PolicyName> {
    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9_-]{0,63}");

    public PolicyName {
        if (!isOne(value)) {
            throw new IllegalArgumentException("not the name of a policy: " + value);
        }
    }

    public static boolean isOne(String text) {
        return FORM.matcher(text).matches();
    }

    @Override
    public int compareTo(PolicyName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
