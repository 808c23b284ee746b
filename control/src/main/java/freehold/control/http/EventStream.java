package freehold.control.http;

import freehold.control.execution.Event;
import freehold.control.execution.EventReader;
import freehold.wire.api.EventWriter;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Events as server-sent events (HTML Standard, section 9.2). An event's id is its position, at which a client resumes. */
final class EventStream {
    /** A comment this often shows proxies that the stream lives, and shows us that the client does not. */
    private static final Duration SILENCE_MAX = Duration.ofSeconds(10);

    private EventStream() {}

    /** The execution as it is at its end. */
    interface End {
        void write(OutputStream out) throws IOException, InterruptedException;
    }

    /** Where to resume: 0 without a header, empty if it is no position. */
    static Optional<Long> position(@Nullable String lastEventId) {
        if (lastEventId == null || lastEventId.isEmpty()) {
            return Optional.of(0L);
        }
        return number(lastEventId);
    }

    /** The number that is written so; empty if it is none. */
    static Optional<Long> number(String position) {
        return position.matches("\\d{1,18}") ? Optional.of(Long.parseLong(position)) : Optional.empty();
    }

    static void send(Context context, EventReader reader, End end) throws IOException, InterruptedException {
        context.status(200).contentType("text/event-stream");
        HttpServletResponse response = context.res();
        OutputStream out = response.getOutputStream();
        out.write(": events\n\n".getBytes(StandardCharsets.UTF_8));
        response.flushBuffer(); // a flush of the stream itself does not reach the client: Javalin's has none
        while (true) {
            Optional<Event> event = reader.next(SILENCE_MAX);
            if (event.isEmpty()) {
                if (reader.isAtEnd()) {
                    return;
                }
                out.write(": \n\n".getBytes(StandardCharsets.UTF_8));
                response.flushBuffer();
                continue;
            }
            switch (event.get()) {
                case Event.Changed(long position, var state) ->
                    write(response, position, "state", EventWriter.state(state));
                case Event.Written(long position, var step, var stream, long offset, byte[] bytes) ->
                    write(
                            response,
                            position,
                            stream.name().toLowerCase(Locale.ROOT),
                            EventWriter.output(step, offset, bytes));
                case Event.Ended(long position) -> {
                    begin(response, position, "finished");
                    end.write(response.getOutputStream());
                    finish(response);
                    return;
                }
            }
        }
    }

    /** JSON as it is written here has no line breaks, so that one data line holds it. */
    private static void write(HttpServletResponse response, long position, String name, byte[] json)
            throws IOException {
        begin(response, position, name);
        response.getOutputStream().write(json);
        finish(response);
    }

    private static void begin(HttpServletResponse response, long position, String name) throws IOException {
        response.getOutputStream()
                .write(("id: " + position + "\nevent: " + name + "\ndata: ").getBytes(StandardCharsets.UTF_8));
    }

    private static void finish(HttpServletResponse response) throws IOException {
        response.getOutputStream().write("\n\n".getBytes(StandardCharsets.UTF_8));
        response.flushBuffer();
    }
}
