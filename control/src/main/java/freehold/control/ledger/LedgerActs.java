package freehold.control.ledger;

import freehold.control.tenancy.Act;
import freehold.control.tenancy.Acts;
import freehold.ledger.Chain;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What administrators did to tenants and keys, as lines in the chain of the tenant that it concerns. */
public final class LedgerActs implements Acts {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerActs.class);

    private final Ledger ledger;
    private final Acts beside;

    /** @param beside is told of each too */
    public LedgerActs(Ledger ledger, Acts beside) {
        this.ledger = ledger;
        this.beside = beside;
    }

    @Override
    public void done(Act act) {
        beside.done(act);
        try {
            var _ = ledger.append(
                            Chain.of(act.tenant()),
                            new freehold.ledger.Act(
                                    act.at(),
                                    act.by().actor(),
                                    action(act.kind()),
                                    act.object(),
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty()))
                    .join();
        } catch (CompletionException notStored) {
            LOG.error("{} of {} was done, and is not in the ledger", act.kind().label(), act.object(), notStored);
        }
    }

    private static String action(Act.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replaceFirst("_", ".");
    }
}
