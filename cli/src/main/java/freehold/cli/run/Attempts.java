package freehold.cli.run;

/** How often something was tried in a row that brought nothing. By one thread. */
final class Attempts {
    private final Patience patience;
    private int fruitless;

    Attempts(Patience patience) {
        this.patience = patience;
    }

    /** The last one brought something. */
    void succeeded() {
        fruitless = 0;
    }

    /**
     * Pauses before the next one.
     *
     * @return whether there is to be one
     */
    boolean again() throws InterruptedException {
        fruitless++;
        if (fruitless > patience.attempts()) {
            return false;
        }
        Thread.sleep(patience.pause(fruitless));
        return true;
    }
}
