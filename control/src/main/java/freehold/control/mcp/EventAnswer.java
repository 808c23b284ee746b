package freehold.control.mcp;

import freehold.wire.rpc.Envelope;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/**
 * An answer that becomes a stream of events when there is something to tell before its end; until then it is what it was. What the SDK says
 * of a request that it does not take is an exception with its stack: it is told in the protocol's own form, and without that.
 */
final class EventAnswer extends HttpServletResponseWrapper {
    private final HttpServletResponse plain;
    private final Envelope asked;
    private boolean isStream;

    EventAnswer(HttpServletResponse plain, Envelope asked) {
        super(plain);
        this.plain = plain;
        this.asked = asked;
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

    /** What tools do is caught where they do it, so that the SDK fails at nothing but a request that it cannot read. */
    @Override
    public void setStatus(int status) {
        if (!isStream) {
            super.setStatus(status < SC_INTERNAL_SERVER_ERROR ? status : SC_BAD_REQUEST);
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
        if (isStream) {
            return new LastMessage(new StringWriter());
        }
        if (getStatus() < SC_BAD_REQUEST) {
            return super.getWriter();
        }
        super.getWriter().write(refusal());
        super.getWriter().flush();
        return new PrintWriter(Writer.nullWriter());
    }

    /** Answers that nothing can be made of the request. */
    void refuse() throws IOException {
        refuse(refusal());
    }

    void refuse(Objection why) throws IOException {
        refuse(asked.refusal(why.code(), why.sentence()));
    }

    /** Answers a request that could be read, and that nothing is there for. */
    void fail(Objection why) throws IOException {
        send(SC_OK, asked.refusal(why.code(), why.sentence()));
    }

    private void refuse(String refusal) throws IOException {
        send(SC_BAD_REQUEST, refusal);
    }

    private void send(int status, String refusal) throws IOException {
        plain.setStatus(status);
        plain.setContentType("application/json");
        plain.setCharacterEncoding("UTF-8");
        plain.getWriter().write(refusal);
        plain.getWriter().flush();
    }

    private String refusal() {
        return asked.isRequest()
                ? asked.refusal(Objection.INVALID_PARAMS, "These params are not those of " + asked.method() + ".")
                : asked.refusal(
                        Objection.INVALID_REQUEST, "Send a request or a notification: nothing was asked of you.");
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
