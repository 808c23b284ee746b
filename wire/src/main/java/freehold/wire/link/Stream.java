package freehold.wire.link;

/** Which of the program's two output streams. */
public enum Stream {
    STDOUT,
    STDERR
}
