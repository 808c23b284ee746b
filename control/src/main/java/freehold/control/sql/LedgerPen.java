package freehold.control.sql;

import freehold.control.ledger.Signer;
import freehold.ledger.Act;
import freehold.ledger.Chain;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Set;

/** Writes an act into the ledger of a database file, beside a server or without one. */
public final class LedgerPen {
    private LedgerPen() {}

    /**
     * Appends one line. Returns when it would survive the loss of power.
     *
     * @throws IOException with a sentence, if it is not there then
     */
    public static void append(Path file, Chain chain, Act act, Signer signer, InstantSource clock) throws IOException {
        try (Session session = new Database(file).openToAppend()) {
            session.engine().beginToWrite(session);
            session.engine().lockChains(session, Set.of(chain));
            LedgerRows.minute(session, chain, act, signer.current(), clock.instant());
            session.commit();
        } catch (SQLException failed) {
            throw new IOException("the ledger in " + file + " takes no line: " + failed.getMessage(), failed);
        }
    }
}
