package freehold.ledger;

import freehold.tenant.TenantId;
import java.util.regex.Pattern;

/** The name of a chain of lines: that of its tenant, or {@link #SERVER}, which no tenant can have. */
public record Chain(String name) {
    private static final Pattern FORM = Pattern.compile("[a-z_][a-z0-9_-]{0,63}");

    /** Acts that concern the whole server. */
    public static final Chain SERVER = new Chain("_server");

    public Chain {
        if (!FORM.matcher(name).matches()) {
            throw new IllegalArgumentException("not the name of a chain: " + name);
        }
    }

    public static Chain of(TenantId tenant) {
        return new Chain(tenant.value());
    }

    @Override
    public String toString() {
        return name;
    }
}
