package freehold.tenant;

import java.util.regex.Pattern;

/** The name of a tenant: 1 to 64 of {@code a-z 0-9 _ -}, beginning with a letter. */
public record TenantId(String value) {
    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9_-]{0,63}");

    /** Whoever calls a server that listens on loopback only and has no keys. */
    public static final TenantId LOCAL = new TenantId("local");

    public TenantId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a tenant name: " + value);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
