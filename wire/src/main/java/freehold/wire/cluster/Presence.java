package freehold.wire.cluster;

import java.util.List;
import java.util.Map;

/**
 * A worker as it tells of itself, again and again and at each change.
 *
 * @param id of this one process, never used again
 * @param name that its keeper gave it
 * @param offers its runtimes; {@link #AS_BEFORE} where only the rest has changed
 * @param held everything that it has; what a control believes it to have beyond that is lost
 */
record Presence(
        String id,
        String name,
        int capacity,
        boolean ready,
        boolean cordoned,
        boolean draining,
        Map<String, String> labels,
        List<Offer> offers,
        List<Held> held) {
    /** A worker offers at least one runtime. */
    static final List<Offer> AS_BEFORE = List.of();

    Presence {
        labels = Map.copyOf(labels);
        offers = List.copyOf(offers);
        held = List.copyOf(held);
    }

    /** Whether it takes work at all. */
    boolean isOpen() {
        return ready && !cordoned && !draining;
    }

    boolean isWhole() {
        return !offers.equals(AS_BEFORE);
    }

    Presence offering(List<Offer> others) {
        return new Presence(id, name, capacity, ready, cordoned, draining, labels, others, held);
    }

    byte[] bytes() {
        return new Writing()
                .text(id)
                .text(name)
                .number(capacity)
                .truth(ready)
                .truth(cordoned)
                .truth(draining)
                .map(labels)
                .list(offers, (out, each) -> each.write(out))
                .list(held, (out, each) -> each.write(out))
                .done();
    }

    static Presence read(byte[] message) throws Malformed {
        return Reading.whole(
                message,
                in -> new Presence(
                        in.text(),
                        in.text(),
                        in.small(),
                        in.truth(),
                        in.truth(),
                        in.truth(),
                        in.map(),
                        in.list(Offer::read),
                        in.list(Held::read)));
    }
}
