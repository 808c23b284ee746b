package freehold.execution;

/** How a program finds the value of a secret. */
public sealed interface Injection {
    /** As a variable of its environment, so the value is text without NUL. */
    record Variable(String name) implements Injection {}

    /** As a file below its work directory, which only its user may read. */
    record File(WorkPath path) implements Injection {}
}
