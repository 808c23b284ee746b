package freehold.control.execution;

import freehold.execution.Execution;
import freehold.refusal.Refusal;

/** What came of handing in a request. */
public sealed interface Submission {
    /** It waits or runs, and nobody handed it in before. */
    record Begun(Live live) implements Submission {}

    /** The same request was handed in before, under the same key; it is still live. */
    record Joined(Live live) implements Submission {}

    /** The same request was handed in before, under the same key; this is what came of it. */
    record Known(Execution execution) implements Submission {}

    /** It was declined. */
    record Declined(Refusal refusal) implements Submission {}
}
