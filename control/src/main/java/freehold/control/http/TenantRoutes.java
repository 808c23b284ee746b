package freehold.control.http;

import freehold.control.tenancy.Attempt;
import freehold.control.tenancy.Caller;
import freehold.control.tenancy.Tenants;
import freehold.refusal.NotFound;
import freehold.refusal.Refusal;
import freehold.tenant.Tenant;
import freehold.tenant.TenantId;
import freehold.wire.api.Parsed;
import freehold.wire.api.TenantDecoder;
import freehold.wire.api.TenantWriter;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Tenants over HTTP. A tenant is named by its id or its name. */
final class TenantRoutes {
    private final Tenants tenants;
    private final Body body;

    TenantRoutes(Tenants tenants, Body body) {
        this.tenants = tenants;
        this.body = body;
    }

    void create(Context context, Caller caller) throws IOException {
        switch (body.read(context)) {
            case Body.Read.Declined(Refusal refusal) -> Replies.refusal(context, refusal);
            case Body.Read.Whole(byte[] bytes) -> {
                switch (TenantDecoder.whole(bytes)) {
                    case Parsed.Declined<TenantDecoder.Form>(Refusal refusal) -> Replies.refusal(context, refusal);
                    case Parsed.Understood<TenantDecoder.Form>(TenantDecoder.Form form) ->
                        created(context, tenants.create(caller, form.name().orElseThrow(), form.rate()));
                }
            }
        }
    }

    private static void created(Context context, Attempt<Tenant> attempt) {
        if (attempt instanceof Attempt.Done<Tenant>(Tenant tenant)) {
            context.header("Location", "/v1/tenants/" + tenant.id());
        }
        answer(context, 201, attempt);
    }

    void list(Context context, Caller caller, Parameters parameters) {
        Optional<TenantId> before = parameters.tenantCursor();
        int size = parameters.pageSize();
        if (parameters.refusal().isPresent()) {
            Replies.refusal(context, parameters.refusal().get());
            return;
        }
        List<Tenant> found = tenants.list(before, size + 1);
        List<Tenant> page = found.subList(0, Math.min(size, found.size()));
        Optional<String> next =
                found.size() > size ? Optional.of(page.getLast().id().value()) : Optional.empty();
        Replies.json(context, 200, TenantWriter.page(page, next));
    }

    void one(Context context, Caller caller) {
        Optional<Tenant> found = tenants.visible(caller, id(context));
        answer(
                context,
                200,
                found.map(Attempt::done).orElseGet(() -> Attempt.declined(new NotFound(NotFound.Thing.TENANT))));
    }

    void change(Context context, Caller caller) throws IOException {
        switch (body.read(context)) {
            case Body.Read.Declined(Refusal refusal) -> Replies.refusal(context, refusal);
            case Body.Read.Whole(byte[] bytes) -> {
                switch (TenantDecoder.change(bytes)) {
                    case Parsed.Declined<TenantDecoder.Form>(Refusal refusal) -> Replies.refusal(context, refusal);
                    case Parsed.Understood<TenantDecoder.Form>(TenantDecoder.Form form) ->
                        answer(context, 200, tenants.change(caller, id(context), tenant -> changed(tenant, form)));
                }
            }
        }
    }

    private static Tenant changed(Tenant tenant, TenantDecoder.Form form) {
        Tenant named = form.name().map(tenant::named).orElse(tenant);
        return form.namesRate() ? named.at(form.rate()) : named;
    }

    void suspend(Context context, Caller caller) {
        answer(context, 200, tenants.suspend(caller, id(context)));
    }

    void resume(Context context, Caller caller) {
        answer(context, 200, tenants.resume(caller, id(context)));
    }

    void delete(Context context, Caller caller) {
        switch (tenants.delete(caller, id(context))) {
            case Attempt.Done<TenantId> _ -> context.status(204);
            case Attempt.Declined<TenantId>(Refusal refusal) -> Replies.refusal(context, refusal);
        }
    }

    private static String id(Context context) {
        return context.pathParam("id");
    }

    private static void answer(Context context, int status, Attempt<Tenant> attempt) {
        switch (attempt) {
            case Attempt.Done<Tenant>(Tenant tenant) -> Replies.json(context, status, TenantWriter.one(tenant));
            case Attempt.Declined<Tenant>(Refusal refusal) -> Replies.refusal(context, refusal);
        }
    }
}
