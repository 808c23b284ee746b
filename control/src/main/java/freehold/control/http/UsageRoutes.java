package freehold.control.http;

import freehold.control.tenancy.Caller;
import freehold.control.tenancy.Tenants;
import freehold.control.usage.Usage;
import freehold.refusal.FieldFault;
import freehold.refusal.Invalid;
import freehold.refusal.NotFound;
import freehold.refusal.Refusal;
import freehold.tenant.Tenant;
import freehold.tenant.TenantId;
import freehold.wire.api.UsageWriter;
import io.javalin.http.Context;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What was used, over HTTP: one's own, and with the right {@code tenants} anybody's. */
final class UsageRoutes {
    private static final String FROM = "from";
    private static final String TO = "to";

    private final Usage usage;
    private final Tenants tenants;
    private final InstantSource clock;

    UsageRoutes(Usage usage, Tenants tenants, InstantSource clock) {
        this.usage = usage;
        this.tenants = tenants;
        this.clock = clock;
    }

    void list(Context context, Caller caller, Parameters parameters) {
        YearMonth now = YearMonth.from(clock.instant().atZone(ZoneOffset.UTC));
        YearMonth to = parameters.month(TO).orElse(now);
        YearMonth from = parameters.month(FROM).orElse(to);
        Optional<Refusal> refusal = parameters.refusal().or(() -> backwards(from, to));
        if (refusal.isPresent()) {
            Replies.refusal(context, refusal.get());
            return;
        }
        Optional<String> asked = parameters.tenant();
        if (caller.mayForAnyTenant() && asked.equals(Optional.of(Tenant.EVERY))) {
            answer(context, Optional.empty(), from, to);
            return;
        }
        Optional<TenantId> of = asked.isEmpty()
                ? Optional.of(caller.tenant())
                : tenants.visible(caller, asked.get()).map(Tenant::id);
        if (of.isEmpty()) {
            Replies.refusal(context, new NotFound(NotFound.Thing.TENANT));
        } else {
            answer(context, of, from, to);
        }
    }

    private static Optional<Refusal> backwards(YearMonth from, YearMonth to) {
        return from.isAfter(to)
                ? Optional.of(new Invalid(List.of(
                        new FieldFault("?" + FROM, "must not be later than to, which is " + to + ", and is " + from))))
                : Optional.empty();
    }

    private void answer(Context context, Optional<TenantId> of, YearMonth from, YearMonth to) {
        Map<TenantId, Optional<String>> names = new HashMap<>();
        Replies.json(
                context,
                200,
                UsageWriter.list(usage.lines(of, from, to).stream()
                        .map(line -> new UsageWriter.Item(
                                line.month(),
                                line.tenant(),
                                names.computeIfAbsent(line.tenant(), tenants::name),
                                line.group(),
                                line.executions(),
                                line.use()))
                        .toList()));
    }
}
