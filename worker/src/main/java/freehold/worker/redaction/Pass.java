package freehold.worker.redaction;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * One stream on its way through. Bytes that may be the beginning of a value are held until it is known; so at most as many as the longest
 * form has, and none of a stream in which no value begins. Takes time and memory in proportion to what is written, whatever that is.
 */
public final class Pass {
    private static final int NONE = -1;

    private final List<Redactor.Sought> sought;
    private final Window window = new Window();
    private final Deque<Place> places = new ArrayDeque<>(); // apart from each other, by place; none is passed on
    private long covered; // what is before belongs to a value whose name was written

    /** Bytes of the stream that are values, from one place to before another. */
    private record Place(long from, long to, String name) {}

    Pass(List<Redactor.Sought> sought) {
        this.sought = sought;
    }

    /** What can be passed on now that these bytes came. */
    public byte[] take(byte[] bytes) {
        long before = window.end();
        window.add(bytes);
        int[] longest = longest(bytes);
        for (int i = 0; i < longest.length; i++) {
            if (longest[i] != NONE) {
                Redactor.Sought found = sought.get(longest[i]);
                long end = before + i + 1;
                add(new Place(end - found.needle().length(), end, found.name()));
            }
        }
        int open =
                sought.stream().mapToInt(each -> each.needle().matched()).max().orElse(0);
        return passOn(window.end() - open);
    }

    /** The rest, at the end of the stream. */
    public byte[] end() {
        return passOn(window.end());
    }

    /** How many bytes wait. */
    int held() {
        return window.length();
    }

    /** What it took so far, in comparisons and in bytes that were moved. */
    long steps() {
        return window.moved()
                + sought.stream().mapToLong(each -> each.needle().steps()).sum();
    }

    /** By byte, the longest form that ends with it: the others that do are parts of that one. Empty if there is none at all. */
    private int[] longest(byte[] bytes) {
        int[] longest = {};
        for (int number = 0; number < sought.size(); number++) {
            Needle needle = sought.get(number).needle();
            for (int i = 0; i < bytes.length; i++) {
                if (needle.take(bytes[i])) {
                    if (longest.length == 0) {
                        longest = new int[bytes.length];
                        Arrays.fill(longest, NONE);
                    }
                    if (longest[i] == NONE || sought.get(longest[i]).needle().length() < needle.length()) {
                        longest[i] = number;
                    }
                }
            }
        }
        return longest;
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
