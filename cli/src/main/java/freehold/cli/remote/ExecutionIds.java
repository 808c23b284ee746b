package freehold.cli.remote;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.execution.ExecutionId;

/** What commands about one execution refuse alike. */
public final class ExecutionIds {
    private ExecutionIds() {}

    /**
     * Lets an id of an execution pass, and nothing else.
     *
     * @throws Declined if it cannot be the id of an execution
     */
    public static void require(String id) {
        if (!ExecutionId.isOne(id)) {
            throw new Declined(
                    ExitStatus.USAGE,
                    "not the id of an execution: " + id
                            + "; it begins with exe_, as the answer to a submission has it");
        }
    }
}
