package freehold.secret;

import java.util.regex.Pattern;

/**
 * What a tenant calls a secret.
 *
 * @param value 1 to 64 letters, digits, dots, dashes and underscores; begins with a letter or digit
 */
public record SecretName(String value) implements Comparable<SecretName> {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    public SecretName {
        if (!isValid(value)) {
            throw new IllegalArgumentException("not a name of a secret");
        }
    }

    public static boolean isValid(String text) {
        return FORM.matcher(text).matches();
    }

    @Override
    public int compareTo(SecretName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
