package freehold.worker.redaction;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * One stream on its way through. Bytes that may be the beginning of a value are held until it is known; so at most as many as the longest
 * form has, and none of a stream in which no value begins. Takes time and memory in proportion to what is written, whatever that is.
 */
public final class Pass {
    private final Automaton automaton;
    private final Window window = new Window();
    private final Deque<Place> places = new ArrayDeque<>(); // apart from each other, by place; none is passed on
    private int state = Automaton.START;
    private long steps;
    private long covered; // what is before belongs to a value whose name was written

    /** Bytes of the stream that are values, from one place to before another. */
    private record Place(long from, long to, String name) {}

    Pass(Automaton automaton) {
        this.automaton = automaton;
    }

    /** What can be passed on now that these bytes came. */
    public byte[] take(byte[] bytes) {
        long before = window.end();
        window.add(bytes);
        for (int i = 0; i < bytes.length; i++) {
            step(bytes[i]);
            Automaton.Found found = automaton.found(state);
            if (found != null) {
                long end = before + i + 1;
                add(new Place(end - found.length(), end, found.name()));
                close();
            }
        }
        return passOn(window.end() - automaton.depth(state));
    }

    /** Whether there is a value in a whole text. */
    boolean finds(byte[] text) {
        for (byte each : text) {
            step(each);
            if (automaton.found(state) != null) {
                return true;
            }
        }
        return false;
    }

    private void step(byte next) {
        int reached = automaton.next(state, next);
        steps++;
        while (reached == Automaton.NONE && state != Automaton.START) {
            state = automaton.fallback(state);
            reached = automaton.next(state, next);
            steps++;
        }
        state = Math.max(reached, Automaton.START);
    }

    /** What cannot become longer is not held. */
    private void close() {
        while (!automaton.isOpen(state)) {
            state = automaton.fallback(state);
            steps++;
        }
    }

    /** The rest, at the end of the stream. */
    public byte[] end() {
        return passOn(window.end());
    }

    /** How many bytes wait. */
    int held() {
        return window.length();
    }

    /** What it took so far, in states that were looked at and in bytes that were moved. */
    long steps() {
        return window.moved() + steps;
    }

    /** Those that overlap are one, under the name of the first, and of the longest of those that begin with it. */
    private void add(Place found) {
        Place one = found;
        while (!places.isEmpty() && places.getLast().to() > one.from()) {
            Place last = places.removeLast();
            one = last.from() < one.from() ? new Place(last.from(), one.to(), last.name()) : one;
        }
        if (one.from() < covered) {
            covered = one.to();
        } else {
            places.addLast(one);
        }
    }

    /** Everything before that place, behind which alone values can still begin. */
    private byte[] passOn(long until) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        dropCovered(until);
        while (!places.isEmpty() && places.getFirst().from() < until) {
            Place place = places.removeFirst();
            window.passOn(place.from(), out);
            out.writeBytes(place.name().getBytes(StandardCharsets.US_ASCII));
            covered = place.to();
            dropCovered(until);
        }
        if (window.start() < until) {
            window.passOn(until, out);
        }
        return out.toByteArray();
    }

    /** A value may go on behind what is known of it, so what can still begin one stays. */
    private void dropCovered(long until) {
        long to = Math.min(covered, until);
        if (to > window.start()) {
            window.drop(to);
        }
    }
}
