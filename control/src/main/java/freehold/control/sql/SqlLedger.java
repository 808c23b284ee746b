package freehold.control.sql;

import freehold.control.ledger.Ledger;
import freehold.control.ledger.Signer;
import freehold.control.ledger.Verified;
import freehold.execution.ExecutionId;
import freehold.ledger.Act;
import freehold.ledger.Chain;
import freehold.ledger.Position;
import freehold.tenant.TenantId;
import freehold.wire.receipt.KeySet;
import freehold.wire.receipt.SignedLine;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/** The ledger in the database of the record, so that an end and its receipt are stored in one step. */
final class SqlLedger implements Ledger {
    private final GroupWriter writer;
    private final ReaderPool readers;
    private final Signer signer;
    private final InstantSource clock;

    /** One verification at a time has a reader, and then a processor; the others are left to those who ask for less. */
    private final Semaphore verifying = new Semaphore(1, true);

    SqlLedger(GroupWriter writer, ReaderPool readers, Signer signer, InstantSource clock) {
        this.writer = writer;
        this.readers = readers;
        this.signer = signer;
        this.clock = clock;
    }

    @Override
    public CompletableFuture<Position> append(Chain chain, Act act) {
        return writer.write(
                Set.of(chain), session -> LedgerRows.minute(session, chain, act, signer.current(), clock.instant()));
    }

    @Override
    public Optional<SignedLine> receipt(TenantId tenant, ExecutionId id) {
        return readers.read(session -> LedgerRows.receipt(session, tenant, id));
    }

    @Override
    public List<SignedLine> read(Chain chain, Position from, int most) {
        return readers.read(session -> LedgerRows.read(session, chain, from, most));
    }

    @Override
    public Verified verify(Chain chain, Position from, int most) {
        verifying.acquireUninterruptibly();
        try {
            return readers.read(session -> ChainAudit.read(session, chain, from, most))
                    .verified();
        } finally {
            verifying.release();
        }
    }

    @Override
    public Optional<Chain> chainAfter(Optional<Chain> before) {
        return readers.read(
                session -> ChainAudit.after(session, before.map(Chain::name).orElse("")));
    }

    @Override
    public KeySet keys() {
        return readers.read(session -> LedgerRows.keys(session, signer.current().verifying()));
    }
}
