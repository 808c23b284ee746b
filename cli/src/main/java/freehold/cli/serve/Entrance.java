package freehold.cli.serve;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.control.admission.Ids;
import freehold.control.execution.TenantErasure;
import freehold.control.http.ApiServer;
import freehold.control.identity.Callers;
import freehold.control.identity.Memory;
import freehold.control.oidc.OidcTokens;
import freehold.control.oidc.Trust;
import freehold.control.rate.Rates;
import freehold.control.tenancy.Acts;
import freehold.control.tenancy.Attempt;
import freehold.control.tenancy.Caller;
import freehold.control.tenancy.Directory;
import freehold.control.tenancy.KeyFile;
import freehold.control.tenancy.Keys;
import freehold.control.tenancy.Role;
import freehold.control.tenancy.Tenants;
import freehold.refusal.Refusal;
import freehold.tenant.Rate;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Who is let in to a server, as it was asked for.
 *
 * @param rate of tenants that have none of their own
 * @param trust whose tokens are believed, if anybody's
 * @param bootstrap whether to make an operator's key if there is none
 */
record Entrance(Rate rate, Optional<Trust> trust, boolean bootstrap) {
    static final Entrance USUAL = new Entrance(Rate.DEFAULT, Optional.empty(), false);

    ApiServer.Identity identity(
            Directory stored,
            Supplier<Optional<KeyFile>> file,
            TenantErasure erasure,
            Acts acts,
            Ids ids,
            InstantSource clock) {
        Memory directory = new Memory(stored);
        Tenants tenants = new Tenants(directory, erasure, ids, acts);
        return new ApiServer.Identity(
                new Callers(directory, file, trust.map(each -> new OidcTokens(each, tenants::find, clock)), clock),
                new Rates(rate),
                tenants,
                new Keys(directory, tenants, ids, acts));
    }

    /** Makes the first operator's key, if that was asked for and there is none, and prints it. */
    void begin(ApiServer.Identity identity, PrintWriter out) {
        if (!bootstrap || identity.callers().hasOperator()) {
            return;
        }
        Keys.Wish wish = new Keys.Wish(
                Optional.empty(), "bootstrap", Role.OPERATOR, Optional.empty(), Optional.empty(), Optional.empty());
        switch (identity.keys().create(Caller.LOCAL, wish)) {
            case Attempt.Done<Keys.Made>(Keys.Made made) -> {
                out.println("The first operator's key, told this once: "
                        + made.secret().value());
                out.flush();
            }
            case Attempt.Declined<Keys.Made>(Refusal refusal) ->
                throw new Declined(ExitStatus.UNAVAILABLE, "no key could be made: " + ApiServer.words(refusal));
        }
    }
}
