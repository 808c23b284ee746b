package freehold.control.dialect;

import freehold.control.execution.Event;
import freehold.control.execution.EventLog;
import freehold.control.record.Entry;
import freehold.execution.Outcome;
import freehold.execution.StepName;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** What programs wrote, as peers show it. */
public final class Output {
    private static final int CHARACTERS_AT_ONCE = 8 << 10;

    private Output() {}

    /** Standard output and standard error of a step as one stream, in the order in which they reached us. */
    public static byte[] interleaved(Entry entry, StepName step) {
        Optional<Outcome> outcome = entry.execution().outcome();
        if (outcome.isEmpty()) {
            return new byte[0];
        }
        EventLog.Reader reader =
                EventLog.replayed(entry.journal(), outcome.get()).readAfter(0);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            for (Optional<Event> event = reader.next(Duration.ZERO);
                    event.isPresent();
                    event = reader.next(Duration.ZERO)) {
                if (event.get() instanceof Event.Written written && written.step() == step) {
                    all.writeBytes(written.bytes());
                }
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
        return all.toByteArray();
    }

    /** Whether it is text in UTF-8; holds no copy of it. */
    public static boolean isText(byte[] bytes) {
        return isAscii(bytes) || isUtf8(bytes);
    }

    private static boolean isAscii(byte[] bytes) {
        for (byte each : bytes) {
            if (each < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isUtf8(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(Math.min(bytes.length, CHARACTERS_AT_ONCE));
        CoderResult result;
        do {
            out.clear();
            result = decoder.decode(in, out, true);
        } while (result.isOverflow());
        return !result.isError();
    }

    /** As text; what is not UTF-8 is U+FFFD. */
    public static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
