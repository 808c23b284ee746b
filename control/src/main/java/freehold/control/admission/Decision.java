package freehold.control.admission;

import freehold.execution.Plan;
import freehold.refusal.Refusal;

/** What became of a request. */
public sealed interface Decision {
    /** It may run, as planned. */
    record Admitted(Plan plan) implements Decision {}

    /** It may not; nothing was stored and nothing ran. */
    record Refused(Refusal refusal) implements Decision {}
}
