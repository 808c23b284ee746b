package freehold.control.tenancy;

import freehold.refusal.Refusal;

/** What an administrative act came to. */
public sealed interface Attempt<T> {
    record Done<T>(T value) implements Attempt<T> {}

    record Declined<T>(Refusal refusal) implements Attempt<T> {}

    static <T> Attempt<T> done(T value) {
        return new Done<>(value);
    }

    static <T> Attempt<T> declined(Refusal refusal) {
        return new Declined<>(refusal);
    }
}
