package freehold.wire.api;

import freehold.refusal.Refusal;

/** What a small body turned out to be. */
public sealed interface Parsed<T> {
    record Understood<T>(T value) implements Parsed<T> {}

    record Declined<T>(Refusal refusal) implements Parsed<T> {}
}
