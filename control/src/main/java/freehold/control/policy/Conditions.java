package freehold.control.policy;

import freehold.policy.Condition;
import freehold.refusal.FieldFault;
import java.util.List;

/** Makes conditions ready. Safe for any number of threads. */
public interface Conditions {
    /** What came of it. */
    sealed interface Compiled {
        record Ready(Checks checks) implements Compiled {}

        /** Something in them can never be evaluated; pointers are into the policy's document. */
        record Wrong(List<FieldFault> faults) implements Compiled {}
    }

    Compiled compile(List<Condition> conditions);

    /**
     * What is written in conditions that compile, and yet can never be evaluated: patterns. For a document that is handed in; one that was
     * stored stays in force with them, and refuses what it cannot judge.
     *
     * @return with pointers into the policy's document
     */
    List<FieldFault> unreadable(List<Condition> conditions);
}
