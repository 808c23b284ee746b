package freehold.control.http;

import freehold.control.tenancy.Right;

/** What a caller must be for a path to be answered. */
sealed interface Demand {
    record Having(Right right) implements Demand {}

    record BeingKnown() implements Demand {}
}
