package freehold.wire.bus;

import java.time.Duration;
import java.util.Optional;

/**
 * Carries messages of up to {@link #MESSAGE_MAX} bytes to whoever listens to a subject. At most once: any may be lost, none comes
 * twice, and those of one sender to one subject come in their order. Safe for any number of threads.
 */
public interface Bus extends AutoCloseable {
    /** What one message may hold, in bytes. */
    int MESSAGE_MAX = 768 << 10;

    /** Tells all who listen, and does not learn whether anybody does. */
    void tell(String subject, byte[] message);

    /**
     * Asks, and waits for the first answer.
     *
     * @throws NoAnswer if none came in that time; what was asked for may have been done
     */
    byte[] ask(String subject, byte[] message, Duration patience) throws NoAnswer, InterruptedException;

    /** Listens from now on. One message at a time, in the order of each sender, so the hearing must not wait for anything long. */
    Ear hear(String subject, Hearing hearing);

    /** Listens as one of a group, of which one hears each message, on a thread of its own. */
    Ear share(String subject, String group, Hearing hearing);

    /** Whether messages can be sent now, as far as is known. */
    boolean isConnected();

    @Override
    void close();

    /** What is done with a message. */
    @FunctionalInterface
    interface Hearing {
        /** The answer, where there is one; whoever only told does not get it. */
        Optional<byte[]> hear(byte[] message);
    }

    /** Listens until it is closed. */
    interface Ear extends AutoCloseable {
        @Override
        void close();
    }
}
