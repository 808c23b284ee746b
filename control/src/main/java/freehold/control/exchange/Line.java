package freehold.control.exchange;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * The server's end of a conversation by messages, which are text or bytes, as its {@link Form} says. What a client sends is not read before it is wanted, so whoever hears slowly
 * slows the client down, and nobody else.
 */
public interface Line extends Presence {
    /** What messages are. */
    enum Form {
        /** Text; a message of bytes ends the conversation. */
        TEXT,
        /** Bytes; text counts as the bytes that it is in UTF-8. */
        BYTES
    }

    /**
     * The client's next message; empty if none came in that time. From one thread.
     *
     * @throws IOException if the client is gone, or the line was ended
     */
    Optional<String> hear(Duration patience) throws IOException, InterruptedException;

    /** As {@link #hear}, of a line of {@link Form#BYTES}. The array is the caller's. */
    Optional<byte[]> hearBytes(Duration patience) throws IOException, InterruptedException;

    /**
     * Sends a message and waits until it is on its way. From any thread.
     *
     * @throws IOException if the client is gone, takes nothing any more, or the line was ended
     */
    void say(String text) throws IOException, InterruptedException;

    /** As {@link #say}, on a line of {@link Form#BYTES}. */
    void sayBytes(byte[] message) throws IOException, InterruptedException;

    /** Also while nothing is heard and the client's messages wait; within seconds, if its host answers for it. */
    @Override
    Watch watch(Runnable whenGone);

    /** Ends the conversation, with a code and few words; the first call counts. From any thread. */
    void end(int code, String why);
}
