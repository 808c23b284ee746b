package freehold.wire.link;

/** Takes the reports of one execution, one at a time. Must not block for long: the program waits meanwhile. */
@FunctionalInterface
public interface Reports {
    void take(Report report);
}
