package freehold.control.retention;

import freehold.control.record.RecordUnavailable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
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
            long sealed = 0;
            for (Place place : places) {
                sealed += all(place);
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

    private long all(Place place) throws InterruptedException {
        long sealed = 0;
        while (true) {
            Duration pause = PAUSE;
            try {
                int some = place.sealPlain(STEP);
                if (some == 0) {
                    return sealed;
                }
                sealed += some;
            } catch (IOException | RecordUnavailable | CompletionException failed) {
                LOG.error("What was stored before there were keys could not be sealed; it is tried again", failed);
                pause = AFTER_FAILURE;
            }
            if (closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                return sealed;
            }
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
