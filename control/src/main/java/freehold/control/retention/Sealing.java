package freehold.control.retention;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Seals what was stored before there were keys, in the background: a few at a time, with pauses, until there is no more. */
public final class Sealing implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sealing.class);
    private static final int STEP = 16;
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final Duration AFTER_FAILURE = Duration.ofMinutes(1);

    private final List<Place> places;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    private long sealed; // the sealing thread's own

    /** Where content may be plain. */
    @FunctionalInterface
    public interface Place {
        /**
         * Seals some.
         *
         * @param most at least 1
         * @return how many there were
         */
        int sealPlain(int most) throws IOException;
    }

    public Sealing(List<Place> places) {
        this.places = List.copyOf(places);
        this.thread = Thread.ofPlatform().name("sealing").start(this::run);
    }

    private void run() {
        try {
            List<Place> left = places;
            while (!left.isEmpty()) {
                List<Place> failed = new ArrayList<>();
                for (Place place : left) {
                    if (!sealAll(place)) {
                        failed.add(place); // and it keeps no other place plain
                    }
                }
                left = failed;
                if (!left.isEmpty()) {
                    pause(AFTER_FAILURE);
                }
            }
            if (sealed > 0) {
                LOG.info(
                        "What was stored before there were keys is sealed now: {} executions, secrets and files",
                        sealed);
            }
        } catch (InterruptedException closed) {
            LOG.debug("No longer sealing");
        }
    }

    /** Whether nothing in it is plain any more. */
    private boolean sealAll(Place place) throws InterruptedException {
        try {
            int some = place.sealPlain(STEP);
            while (some > 0) {
                sealed += some;
                pause(PAUSE);
                some = place.sealPlain(STEP);
            }
            return true;
        } catch (IOException | RuntimeException failed) { // a seal, a key, the record, or a mistake of ours
            LOG.error("What was stored before there were keys could not be sealed; it is tried again", failed);
            return false;
        }
    }

    private void pause(Duration length) throws InterruptedException {
        if (closing.await(length.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new InterruptedException("closed");
        }
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
