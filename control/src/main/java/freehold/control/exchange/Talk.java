package freehold.control.exchange;

import freehold.control.tenancy.Caller;
import freehold.control.tenancy.Right;
import java.io.IOException;

/**
 * A conversation that a dialect has: a WebSocket.
 *
 * @param path as of a {@link Route}
 * @param right what a key must be for
 * @param form of its messages
 */
public record Talk(String path, Right right, Line.Form form, Holder holder) {
    /** One of text messages. */
    public Talk(String path, Right right, Holder holder) {
        this(path, right, Line.Form.TEXT, holder);
    }

    /** Holds one conversation, on a thread of its own, until it ends; whatever it began is ended then. */
    @FunctionalInterface
    public interface Holder {
        /**
         * From the first message to the last.
         *
         * @param terms opening the conversation was paid for; what is asked by it, beyond one request, is not
         * @throws IOException if the client is gone
         */
        void hold(Caller caller, Line line, Terms terms) throws IOException, InterruptedException;
    }
}
