package freehold.secret;

import java.util.regex.Pattern;

/**
 * Which secrets a policy grants.
 *
 * @param text a name in which each star stands for any characters, also none
 */
public record SecretPattern(String text) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._*-]{1,64}");

    public SecretPattern {
        if (!isValid(text)) {
            throw new IllegalArgumentException("not a pattern of names");
        }
    }

    public static boolean isValid(String text) {
        return FORM.matcher(text).matches();
    }

    /** In time of the product of both lengths at most: a star goes back to the place behind the last one. */
    public boolean matches(SecretName name) {
        String value = name.value();
        int at = 0;
        int in = 0;
        int star = -1;
        int retry = 0;
        while (in < value.length()) {
            if (at < text.length() && text.charAt(at) == '*') {
                star = at++;
                retry = in;
            } else if (at < text.length() && text.charAt(at) == value.charAt(in)) {
                at++;
                in++;
            } else if (star >= 0) {
                at = star + 1;
                in = ++retry;
            } else {
                return false;
            }
        }
        while (at < text.length() && text.charAt(at) == '*') {
            at++;
        }
        return at == text.length();
    }
}
