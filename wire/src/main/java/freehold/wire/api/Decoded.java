package freehold.wire.api;

import freehold.execution.Request;
import freehold.refusal.Refusal;

/** What a body turned out to be. */
public sealed interface Decoded {
    /** It says what to run. */
    record Understood(Request request) implements Decoded {}

    /** It does not follow the contract, or asks for what is not done here. */
    record Declined(Refusal refusal) implements Decoded {}
}
