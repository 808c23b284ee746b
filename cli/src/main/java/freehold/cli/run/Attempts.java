package freehold.cli.run;

import java.time.Duration;
import java.util.Optional;

/** How often something was tried in a row that brought nothing. */
final class Attempts {
    private final Patience patience;
    private int fruitless;

    Attempts(Patience patience) {
        this.patience = patience;
    }

    /** The last one brought something. */
    synchronized void succeeded() {
        fruitless = 0;
    }

    /**
     * Pauses before the next one.
     *
     * @return whether there is to be one
     */
    boolean again() throws InterruptedException {
        Optional<Duration> pause = pause();
        if (pause.isPresent()) {
            Thread.sleep(pause.get());
        }
        return pause.isPresent();
    }

    /** How long to pause before the next one; empty if there is to be none. */
    synchronized Optional<Duration> pause() {
        fruitless++;
        return fruitless > patience.attempts() ? Optional.empty() : Optional.of(patience.pause(fruitless));
    }
}
