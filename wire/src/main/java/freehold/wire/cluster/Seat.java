package freehold.wire.cluster;

import freehold.quantity.Digest;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A worker as one control sees it. Guarded by the lock of its {@link BusLink}. */
final class Seat {
    private final String control;
    private final Map<Long, Assignment> mine = new HashMap<>();
    private Presence presence;
    private Set<Digest> digests;
    private long heardNanos;
    private boolean full; // it declined, and has told nothing since
    private boolean illiterate; // it declined what it could not read

    Seat(String control, Presence presence, long nowNanos) {
        this.control = control;
        this.presence = presence;
        this.digests = digests(presence);
        this.heardNanos = nowNanos;
    }

    private static Set<Digest> digests(Presence presence) {
        return presence.offers().stream().map(Offer::digest).collect(Collectors.toUnmodifiableSet());
    }

    /** Whether what it offers has changed. */
    boolean heard(Presence now, long nowNanos) {
        boolean changed = now.isWhole() && !now.offers().equals(presence.offers());
        presence = now.isWhole() ? now : now.offering(presence.offers());
        digests = changed ? digests(now) : digests;
        heardNanos = nowNanos;
        full = false;
        return changed;
    }

    /** This control was asleep itself, and could not have heard. */
    void excused(long nanos) {
        heardNanos += nanos;
    }

    long heardNanos() {
        return heardNanos;
    }

    Presence presence() {
        return presence;
    }

    Map<Long, Assignment> mine() {
        return mine;
    }

    boolean offers(Digest runtime) {
        return digests.contains(runtime);
    }

    /** It has less room than was known; what it tells next says how much. */
    void declined() {
        full = true;
    }

    /** It could not read what it was given; it may read other plans. Whether that is the first time. */
    boolean couldNotRead() {
        boolean isFirst = !illiterate;
        illiterate = true;
        return isFirst;
    }

    /** Free as far as is known: others may have taken some since it was last heard, and it declines then. */
    int free() {
        if (full || !presence.isOpen()) {
            return 0;
        }
        int others = (int) presence.held().stream()
                .filter(held -> !held.control().equals(control) || !mine.containsKey(held.number()))
                .count();
        return Math.max(0, presence.capacity() - others - mine.size());
    }
}
