package freehold.control.usage;

import freehold.policy.Use;
import freehold.tenant.TenantId;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;

/** The sums of what has ended, from the record. */
public interface Usage {
    /**
     * What was used in a range of months (in UTC), ordered by month, tenant and group.
     *
     * @param of one tenant; all of them if empty
     * @param from the first month
     * @param to the last month
     */
    List<Line> lines(Optional<TenantId> of, YearMonth from, YearMonth to);

    /**
     * What one group used in one month.
     *
     * @param group as the label {@code group} names it; empty for what has none, and for the groups that came after the first 1,000 of a month
     * @param executions that ended, those that we failed included
     * @param use those that we failed excluded
     */
    record Line(YearMonth month, TenantId tenant, String group, long executions, Use use) {}
}
