package freehold.tenant;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Whoever owns executions and keys.
 *
 * @param name as people call it; unique on a server, and never of the form of an id
 * @param rate how often all its callers together may ask; empty where the server's default holds
 */
public record Tenant(TenantId id, String name, State state, Optional<Rate> rate, Instant createdAt) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,63}");
    private static final String RESERVED = "ten_";

    /** Where a tenant can be named, this names every one. */
    public static final String EVERY = "all";

    /** Whether its callers are let in. */
    public enum State {
        ACTIVE,
        /** Nothing of it is lost, and nobody acts for it. */
        SUSPENDED;

        /** As on the wire: lower case. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Tenant {
        if (!isName(name)) {
            throw new IllegalArgumentException("not a tenant's name: " + name);
        }
    }

    /** 1 to 64 of {@code a-z 0-9 _ -}, beginning with a letter, and not like an id. */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches() && !text.startsWith(RESERVED);
    }

    /** Whether one may be called that from now on: by the name of all, nobody could ask for what is of that tenant alone. */
    public static boolean canBeGiven(String text) {
        return isName(text) && !text.equals(EVERY);
    }

    public Tenant named(String changed) {
        return new Tenant(id, changed, state, rate, createdAt);
    }

    public Tenant in(State changed) {
        return new Tenant(id, name, changed, rate, createdAt);
    }

    public Tenant at(Optional<Rate> changed) {
        return new Tenant(id, name, state, changed, createdAt);
    }
}
