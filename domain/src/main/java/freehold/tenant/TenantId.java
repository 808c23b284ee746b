package freehold.tenant;

import java.util.regex.Pattern;

/**
 * Which tenant: 1 to 64 of {@code a-z 0-9 _ -}, beginning with a letter. {@code ten_} and a UUIDv7 for those that a server keeps; those
 * that only a key file knows are called as it calls them.
 */
public record TenantId(String value) {
    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9_-]{0,63}");

    /** Whoever calls a server that listens on loopback only and has no keys. */
    public static final TenantId LOCAL = new TenantId("local");

    public TenantId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a tenant name: " + value);
        }
    }

    public static boolean isOne(String text) {
        return FORM.matcher(text).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
