package freehold.control.sql;

import freehold.control.usage.Usage;
import freehold.tenant.TenantId;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;

/** The sums that are stored with the record. */
final class SqlUsage implements Usage {
    private final ReaderPool readers;

    SqlUsage(ReaderPool readers) {
        this.readers = readers;
    }

    @Override
    public List<Line> lines(Optional<TenantId> of, YearMonth from, YearMonth to) {
        return readers.read(session -> GroupUseRows.lines(session, of, from, to));
    }
}
