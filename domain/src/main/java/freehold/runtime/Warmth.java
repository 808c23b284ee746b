package freehold.runtime;

/** What its pack prepared for a version ahead of its programs: bootstraps that wait, and caches. */
public sealed interface Warmth {
    /** Bootstraps can be started, and caches are filled. */
    record Full() implements Warmth {}

    /** Nothing was meant to be prepared; all starts are cold. */
    record None() implements Warmth {}

    /**
     * A cache could not be filled, so all starts are cold, and slower than they were meant to be.
     *
     * @param reason in words, on one line
     */
    record Cold(String reason) implements Warmth {}
}
