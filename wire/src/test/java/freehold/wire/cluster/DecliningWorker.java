package freehold.wire.cluster;

import freehold.wire.bus.Bus;
import freehold.wire.pace.Pace;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongFunction;

/** A worker that declines all that it is given, and tells at once that it has room: as one does that cannot read what it is given. */
final class DecliningWorker implements AutoCloseable {
    /** From before workers said why. */
    static final LongFunction<byte[]> SAYS_NOT_WHY =
            number -> new Writing().number(1).number(number).done();

    static final LongFunction<byte[]> CANNOT_READ = number -> new Word.Declined(number, Decline.UNREADABLE).message();

    private static final int CELLS = 8;

    final AtomicInteger given = new AtomicInteger();
    private final Bus bus;
    private final String id;
    private final LongFunction<byte[]> decline;
    private final Bus.Ear ear;
    private final Pace.Beat telling;

    DecliningWorker(Bus bus, String id, LongFunction<byte[]> decline) {
        this.bus = bus;
        this.id = id;
        this.decline = decline;
        this.ear = bus.hear(Subjects.worker(id), this::order);
        this.telling = Pace.REAL.every("presence", Duration.ofMillis(20), this::tell);
    }

    private Optional<byte[]> order(byte[] message) {
        try {
            if (Order.read(message) instanceof Order.Assign(Held held, long _, byte[] _)) {
                given.incrementAndGet();
                bus.tell(Subjects.control(held.control()), decline.apply(held.number()));
                tell();
            }
            return Optional.empty();
        } catch (Malformed wrong) {
            throw new IllegalArgumentException(wrong);
        }
    }

    private boolean tell() {
        List<Offer> offers = List.of(Offer.of(DeclinedTest.RUNTIME));
        bus.tell(
                Subjects.PRESENCE,
                new Presence(id, id, CELLS, true, false, false, Map.of(), offers, List.of()).bytes());
        return true;
    }

    @Override
    public void close() {
        telling.close();
        ear.close();
    }
}
