package freehold.control.execution;

import freehold.control.record.Filter;
import freehold.control.record.Records;
import freehold.control.secret.Secrets;
import freehold.control.tenancy.Tenants;
import freehold.control.vault.Vault;
import freehold.execution.Execution;
import freehold.refusal.Refusal;
import freehold.tenant.TenantId;
import java.util.Optional;

/**
 * Erases all executions of a tenant, with what they held, its secrets, and then its keys: what is left of it anywhere, as uploads that none of them
 * used, or in a backup that is made from now on, can be read by nobody.
 */
public final class TenantErasure implements Tenants.Content {
    private static final int STEP = 50;

    private final Executions executions;
    private final Secrets secrets;
    private final Vault vault;

    public TenantErasure(Executions executions, Secrets secrets, Vault vault) {
        this.executions = executions;
        this.secrets = secrets;
        this.vault = vault;
    }

    /** Stops at one that lives; those before it are gone then. */
    @Override
    public Optional<Refusal> erase(TenantId tenant) {
        while (true) {
            Records.Page page = executions.list(tenant, Filter.ALL, STEP);
            if (page.executions().isEmpty()) {
                secrets.erase(tenant);
                vault.destroy(tenant);
                // its executions may be gone long since; and without keys nothing is fetched again
                executions.forgetKept(tenant);
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
