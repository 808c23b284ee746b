package freehold.control.mcp;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;

/** An answer that becomes a stream of events when there is something to tell before its end; until then it is what it was. */
final class EventAnswer extends HttpServletResponseWrapper {
    private final HttpServletResponse plain;
    private boolean isStream;

    EventAnswer(HttpServletResponse plain) {
        super(plain);
        this.plain = plain;
    }

    /** Sends one message now. */
    void tell(String message) throws IOException {
        if (!isStream) {
            plain.setStatus(SC_OK);
            plain.setContentType("text/event-stream");
            plain.setCharacterEncoding("UTF-8");
            plain.setHeader("Cache-Control", "no-store");
            plain.setHeader("X-Accel-Buffering", "no"); // or a proxy would hold it back
            isStream = true;
        }
        plain.getOutputStream().write(("event: message\ndata: " + message + "\n\n").getBytes(StandardCharsets.UTF_8));
        plain.flushBuffer(); // a flush of the stream itself does not reach the client: Javalin's has none
    }

    @Override
    public void setStatus(int status) {
        if (!isStream) {
            super.setStatus(status);
        }
    }

    @Override
    public void sendError(int status, String message) throws IOException {
        if (!isStream) {
            super.sendError(status, message);
        }
    }

    @Override
    public void setContentType(String type) {
        if (!isStream) {
            super.setContentType(type);
        }
    }

    @Override
    public void setCharacterEncoding(String encoding) {
        if (!isStream) {
            super.setCharacterEncoding(encoding);
        }
    }

    @Override
    public void setContentLength(int length) {
        if (!isStream) {
            super.setContentLength(length);
        }
    }

    /** What is written to the end of a stream is its last message. */
    @Override
    public PrintWriter getWriter() throws IOException {
        return isStream ? new LastMessage(new StringWriter()) : super.getWriter();
    }

    private final class LastMessage extends PrintWriter {
        private final StringWriter held;

        LastMessage(StringWriter held) {
            super(held);
            this.held = held;
        }

        @Override
        public void flush() {
            String message = held.toString();
            held.getBuffer().setLength(0);
            if (message.isEmpty()) {
                return;
            }
            try {
                tell(message);
            } catch (IOException gone) {
                setError();
            }
        }

        @Override
        public void close() {
            flush();
        }
    }
}
