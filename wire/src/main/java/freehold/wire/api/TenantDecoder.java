package freehold.wire.api;

import freehold.tenant.Rate;
import freehold.tenant.Tenant;
import java.util.Optional;

/** Reads what a tenant shall be. */
public final class TenantDecoder {
    private final Faults faults = new Faults();
    private Optional<String> name = Optional.empty();
    private boolean namesRate;
    private Optional<Rate> rate = Optional.empty();

    private TenantDecoder() {}

    /**
     * What was asked for.
     *
     * @param name empty where it stays
     * @param namesRate whether the rate shall be {@code rate}, which is empty for the server's default
     */
    public record Form(Optional<String> name, boolean namesRate, Optional<Rate> rate) {}

    /** Of {@code POST /v1/tenants}: needs a name. */
    public static Parsed<Form> whole(byte[] body) {
        TenantDecoder decoder = new TenantDecoder();
        return switch (decoder.decoded(body)) {
            case Parsed.Understood<Form>(Form form)
            when form.name().isEmpty() -> new Parsed.Declined<>(RequestDecoder.malformed("#/name", "is required"));
            case Parsed<Form> other -> other;
        };
    }

    /** Of {@code PATCH /v1/tenants/{id}}: what is absent stays. */
    public static Parsed<Form> change(byte[] body) {
        return new TenantDecoder().decoded(body);
    }

    private Parsed<Form> decoded(byte[] body) {
        return ObjectBody.parse(body, faults, this::member, () -> new Form(name, namesRate, rate));
    }

    private void member(JsonCursor cursor, String member) {
        switch (member) {
            case "name" -> {
                name = cursor.text();
                if (name.filter(text -> !Tenant.canBeGiven(text)).isPresent()) {
                    faults.invalid(
                            cursor.pointer(),
                            "must be 1 to 64 of a-z, 0-9, _ and -, beginning with a letter but not with ten_, and not all");
                }
            }
            case "rate" -> {
                namesRate = true;
                rate = cursor.isNull() ? Optional.empty() : RateJson.read(cursor, faults);
            }
            default -> cursor.unknown("name", "rate");
        }
    }
}
