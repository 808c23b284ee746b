package freehold.dispatch;

/**
 * What one party, a tenant or a group, had of the cells, as its virtual time: cell time for its weight. Whoever is furthest behind
 * is next. The cost of an execution is known when it has ended; until then the party pays what its last ones came to.
 */
final class Share {
    /** How much of what executions usually cost one more moves. */
    private static final double LEARNING = 0.2;

    private static final double FIRST_GUESS_MILLIS = 50;

    private double virtualMillis;
    private double usualMillis = FIRST_GUESS_MILLIS;
    private int running;

    double virtualMillis() {
        return virtualMillis;
    }

    int running() {
        return running;
    }

    /** It had nothing waiting for a while: that is not saved up for later. */
    void catchUp(double now) {
        virtualMillis = Math.max(virtualMillis, now);
    }

    /** One of its executions begins; what was charged for it. */
    double begins(int weight) {
        running++;
        virtualMillis += usualMillis / weight;
        return usualMillis;
    }

    /** One has ended: the guess is put right. */
    void ends(double charged, double cost, int weight) {
        running--;
        virtualMillis += (cost - charged) / weight;
        usualMillis += LEARNING * (cost - usualMillis);
    }

    /** One was not begun after all: that says nothing of what they cost. */
    void takesBack(double charged, int weight) {
        running--;
        virtualMillis -= charged / weight;
    }
}
