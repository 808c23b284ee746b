package freehold.wire.link;

/** The workers' side of a link. */
public interface Roster {
    /** A worker announces itself and can be given work from now on, until the registration is closed. */
    Registration announce(Worker worker);

    /** Ends what {@link #announce} began. */
    interface Registration extends AutoCloseable {
        @Override
        void close();
    }
}
