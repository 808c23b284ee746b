package freehold.control.record;

import freehold.execution.ExecutionId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which control has which stored execution that has not ended, where several share one record. A control says again and again that it
 * lives; one that does not for the length of a lease loses all that it has to another. Times are those of the database's clock alone.
 */
public interface Tenures {
    /**
     * Says that this control lives, and takes over what those have that have not said so for too long.
     *
     * @return how many executions it took over
     * @throws Superseded if another one took over what this one had
     */
    int renew() throws Superseded;

    /** Whether the record has heard of this control within half a lease: then nobody else has what it has. */
    boolean isFresh();

    /** Executions that this control has by the record, oldest first, leaving out some, and those that cannot be opened. */
    List<Entry> held(Set<ExecutionId> without, int most);

    /** Who has an execution; empty if it has ended or is not stored. */
    Optional<String> holder(ExecutionId execution);

    /** Lets others take over at once. */
    void leave();

    /** This control was taken for dead, and another one has what it had. */
    final class Superseded extends Exception {
        private static final long serialVersionUID = 1;

        public Superseded() {
            super("another control has taken over what this one had, which the record had not heard of for too long");
        }
    }
}
