package freehold.cli.ledger;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.execution.ExecutionId;

/** What commands about one execution refuse alike. */
final class Ids {
    private Ids() {}

    static void require(String id) {
        if (!ExecutionId.isOne(id)) {
            throw new Declined(ExitStatus.USAGE, "not the id of an execution, exe_…: " + id);
        }
    }
}
