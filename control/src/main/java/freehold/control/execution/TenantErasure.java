package freehold.control.execution;

import freehold.control.record.Filter;
import freehold.control.record.Records;
import freehold.control.tenancy.Tenants;
import freehold.execution.Execution;
import freehold.refusal.Refusal;
import freehold.tenant.TenantId;
import java.util.Optional;

/** Erases all executions of a tenant, with what they held. Uploads that none of them used go by their age. */
public final class TenantErasure implements Tenants.Content {
    private static final int STEP = 50;

    private final Executions executions;

    public TenantErasure(Executions executions) {
        this.executions = executions;
    }

    /** Stops at one that lives; those before it are gone then. */
    @Override
    public Optional<Refusal> erase(TenantId tenant) {
        while (true) {
            Records.Page page = executions.list(tenant, Filter.ALL, STEP);
            if (page.executions().isEmpty()) {
                return Optional.empty();
            }
            for (Execution each : page.executions()) {
                Optional<Refusal> why = executions.erase(tenant, each.id());
                if (why.isPresent()) {
                    return why;
                }
            }
        }
    }
}
