package freehold.wire.link;

/** What became of a {@link Speech}. */
public enum Hearing {
    /** It is on its way to the program, or was before. */
    TAKEN,
    /** Nothing was done: what was said before waits still, or nobody knows where the program is. Say the same again. */
    LATER,
    /** The program has ended, or its input has. */
    OVER,
    /** It is no program that can be told this: its input was all given beforehand, or it has no terminal. */
    NOT_FOR_IT
}
