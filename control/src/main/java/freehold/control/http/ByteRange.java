package freehold.control.http;

import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What of some content is asked for (RFC 9110, section 14). Jetty's own reader tells what cannot be read, and is to be passed over, as what lies
 * beyond the end, and is to be refused.
 */
sealed interface ByteRange {
    /** All: nothing else was asked for, or several ranges, or something that cannot be read. */
    record Whole() implements ByteRange {}

    /** Some, at least one byte. Both ends are inclusive, as at the wire. */
    record Part(long first, long last) implements ByteRange {
        long count() {
            return last - first + 1;
        }
    }

    /** What is behind the last byte. */
    record Beyond() implements ByteRange {}

    /** One range, and the empty elements that a list may have (section 5.6.1). */
    Pattern ONE = Pattern.compile("(?i:bytes)=[ \\t,]*(\\d*)-(\\d*)[ \\t,]*");

    /**
     * What a header means.
     *
     * @param size of the content, in bytes
     */
    static ByteRange of(String header, long size) {
        Matcher range = ONE.matcher(header);
        if (!range.matches()) {
            return new Whole();
        }
        return range.group(1).isEmpty()
                ? ending(range.group(2), size)
                : from(new BigInteger(range.group(1)), range.group(2), size);
    }

    /** The last bytes, so many. Of no bytes none can be named, and these are all. */
    private static ByteRange ending(String count, long size) {
        if (count.isEmpty()) {
            return new Whole();
        }
        long bytes = atMost(new BigInteger(count), size);
        if (bytes > 0) {
            return new Part(size - bytes, size - 1);
        }
        return new BigInteger(count).signum() == 0 ? new Beyond() : new Whole();
    }

    private static ByteRange from(BigInteger first, String end, long size) {
        BigInteger last = end.isEmpty() ? first.max(BigInteger.valueOf(size)) : new BigInteger(end);
        if (last.compareTo(first) < 0) {
            return new Whole();
        }
        return first.compareTo(BigInteger.valueOf(size)) < 0
                ? new Part(first.longValueExact(), atMost(last, size - 1))
                : new Beyond();
    }

    private static long atMost(BigInteger number, long most) {
        return number.min(BigInteger.valueOf(most)).longValueExact();
    }
}
