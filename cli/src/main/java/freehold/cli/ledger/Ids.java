package freehold.cli.ledger;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.execution.ExecutionId;
import java.io.IOException;

/** What commands about one execution refuse alike. */
final class Ids {
    private Ids() {}

    static void require(String id) {
        if (!ExecutionId.isOne(id)) {
            throw new Declined(ExitStatus.USAGE, "not the id of an execution, exe_…: " + id);
        }
    }

    static Declined broken(IOException why) {
        return new Declined(ExitStatus.UNAVAILABLE, "the answer broke off: " + why.getMessage());
    }
}
