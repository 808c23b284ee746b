package freehold.control.http;

import freehold.control.export.TenantExport;
import freehold.control.rate.TenantShares;
import freehold.control.record.RecordUnavailable;
import freehold.control.tenancy.Caller;
import freehold.control.tenancy.Right;
import freehold.control.tenancy.Tenants;
import freehold.control.vault.KeyDestroyed;
import freehold.control.vault.SealBroken;
import freehold.control.vault.Vault;
import freehold.refusal.NotFound;
import freehold.refusal.Unavailable;
import freehold.tenant.Tenant;
import freehold.tenant.TenantId;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** What is kept of a tenant, over HTTP: all of it as an archive, and the key that it is sealed with. */
final class CustodyRoutes {
    private static final String MEDIA_TYPE = "application/gzip";
    private static final int EXPORTS_AT_ONCE = 2;

    /** What these show is in an archive, and who was given a key without them is not to see it there. */
    private static final List<Right> SHOWN = List.of(Right.READ, Right.AUDIT);

    private final Tenants tenants;
    private final TenantExport export;
    private final Vault vault;
    private final Acts acts;
    private final InstantSource clock;
    private final TenantShares free = new TenantShares(EXPORTS_AT_ONCE);

    CustodyRoutes(Tenants tenants, TenantExport export, Vault vault, Acts acts, InstantSource clock) {
        this.tenants = tenants;
        this.export = export;
        this.vault = vault;
        this.acts = acts;
        this.clock = clock;
    }

    /** The line in the ledger comes first: it is in the archive, and what nobody can prove does not leave the house. */
    void export(Context context, Caller caller) throws IOException {
        Optional<Right> lacking =
                SHOWN.stream().filter(right -> !caller.may(right)).findFirst();
        if (lacking.isPresent()) {
            Replies.refusal(context, Door.lacking(lacking.get()));
            return;
        }
        Optional<Tenant> tenant = tenants.visible(caller, context.pathParam("id"));
        if (tenant.isEmpty()) {
            Replies.refusal(context, new NotFound(NotFound.Thing.TENANT));
            return;
        }
        if (!free.tryAcquire(caller.tenant(), 1)) {
            Replies.refusal(
                    context,
                    new Unavailable(
                            "This server writes " + EXPORTS_AT_ONCE
                                    + " archives at one time, and one for one tenant: no more now",
                            "Ask again when one of them is done"));
            return;
        }
        try {
            acts.writeOf(
                    context,
                    caller,
                    tenant.get().id(),
                    "tenant.exported",
                    tenant.get().id().value());
            context.status(200)
                    .contentType(MEDIA_TYPE)
                    .header(
                            "Content-Disposition",
                            "attachment; filename=\"" + tenant.get().name() + ".tar.gz\"");
            export.write(tenant.get(), clock.instant(), context.outputStream());
        } catch (SealBroken | KeyDestroyed | RecordUnavailable failed) {
            throw new IOException("the archive of " + tenant.get().id() + " is not whole", failed);
        } finally {
            free.release(caller.tenant(), 1);
        }
    }

    /**
     * What is stored from now on is sealed with a new key; what was before, opens with the one it had. A line says that it is begun and
     * another that it is done: no key is made of which the ledger does not know.
     */
    void rotate(Context context, Caller caller) {
        Optional<Tenant> tenant = tenants.visible(caller, context.pathParam("id"));
        if (tenant.isEmpty()) {
            Replies.refusal(context, new NotFound(NotFound.Thing.TENANT));
            return;
        }
        TenantId id = tenant.get().id();
        acts.writeOf(context, caller, id, "tenant_key.rotating", id.value());
        int version = vault.rotate(id);
        acts.writeOf(context, caller, id, "tenant_key.rotated", id + " version " + version);
        context.status(204);
    }
}
