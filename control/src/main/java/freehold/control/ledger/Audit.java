package freehold.control.ledger;

import freehold.ledger.Breach;
import freehold.ledger.Chain;
import freehold.ledger.Head;
import freehold.ledger.Line;
import freehold.wire.receipt.KeySet;
import freehold.wire.receipt.SignedLine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Goes through lines as they come, of any number of chains, and notes which cannot be trusted. After a breach it goes on from the line as
 * it is, so that one changed line is told once. Used by one thread.
 */
public final class Audit {
    private final Optional<KeySet> keys;
    private final Map<Chain, Head> heads = new HashMap<>();
    private final List<Breach> breaches = new ArrayList<>();
    private final List<String> findings = new ArrayList<>();
    private final LongConsumer watching;
    private long lines;
    private long looked;

    /**
     * Begins with no line.
     *
     * @param keys those that are trusted; without, signatures are not looked at
     */
    public Audit(Optional<KeySet> keys) {
        this(keys, _ -> {});
    }

    /** Begins with no line, and tells after each line or execution how many were looked at. */
    public Audit(Optional<KeySet> keys, LongConsumer watching) {
        this.keys = keys;
        this.watching = watching;
    }

    /**
     * Takes the beginning of what comes as it is: of a chain that is looked at from the middle.
     *
     * @param first the first line that will come of its chain
     */
    public void trustBefore(Line first) {
        heads.putIfAbsent(first.chain(), new Head(first.position(), first.previous()));
    }

    /**
     * Goes on with a chain that was looked at up to there.
     *
     * @param head of the line before the first that will come of it
     */
    public void goOn(Chain chain, Head head) {
        heads.put(chain, head);
    }

    public void take(SignedLine signed) {
        lines++;
        looked();
        Line line = signed.line();
        if (line.position().number() == Long.MAX_VALUE) {
            broken(new Breach(line.chain(), line.position(), "no chain is as long as that"));
            return;
        }
        Optional<Breach> breach =
                signed.breach(heads.getOrDefault(line.chain(), Head.EMPTY)).or(() -> signature(signed));
        breach.ifPresent(this::broken);
        heads.put(line.chain(), line.head());
    }

    /** Notes a line that could not even be read. */
    public void unreadable(Breach breach) {
        broken(breach);
    }

    /**
     * Notes what is wrong beside the lines, in what is kept with them.
     *
     * @param sentence without its full stop
     */
    public void damaged(String sentence) {
        findings.add(sentence);
    }

    /** Notes that a line, or an execution, was looked at. */
    public void looked() {
        looked++;
        watching.accept(looked);
    }

    private void broken(Breach breach) {
        breaches.add(breach);
        findings.add(breach.sentence());
    }

    private Optional<Breach> signature(SignedLine signed) {
        if (keys.isEmpty()) {
            return Optional.empty();
        }
        String id = signed.envelope().keyId();
        Optional<String> fault = keys.get().find(id).isEmpty()
                ? Optional.of("it is signed with a key that is not among those given: " + shown(id))
                : keys.get()
                                .find(id)
                                .filter(key -> key.signed(signed.envelope()))
                                .isPresent()
                        ? Optional.empty()
                        : Optional.of("its signature is not that of its document");
        return fault.map(what -> new Breach(signed.line().chain(), signed.line().position(), what));
    }

    private static String shown(String id) {
        String plain = id.replaceAll("[^0-9A-Za-z]", "?");
        return plain.length() <= 64 ? plain : plain.substring(0, 64);
    }

    /** Where a chain ends, as far as lines came. */
    public Map<Chain, Head> heads() {
        return Map.copyOf(heads);
    }

    /** Lines that cannot be trusted. */
    public List<Breach> breaches() {
        return List.copyOf(breaches);
    }

    /** All that was found, of lines and beside them, as sentences without their full stops. */
    public List<String> findings() {
        return List.copyOf(findings);
    }

    public long lines() {
        return lines;
    }
}
