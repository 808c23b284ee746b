package freehold.execution;

/** How many steps of matching may still be taken: what is left of a bound that is set once for many paths. Used by one thread. */
public final class Effort {
    private long left;

    /** @param most one step is one character of a pattern or a path that is looked at */
    public Effort(long most) {
        left = most;
    }

    /** Whether so many steps may be taken; then they are. Once they may not, none may. */
    boolean takes(int steps) {
        left = steps > left ? 0 : left - steps;
        return left > 0;
    }

    public boolean isSpent() {
        return left == 0;
    }
}
