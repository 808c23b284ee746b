package freehold.wire.api;

import freehold.policy.Use;
import freehold.tenant.TenantId;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;

/** Writes what was used. */
public final class UsageWriter {
    private static final double MICROS_IN_SECOND = 1e6;
    private static final double MIB_MILLIS_IN_GIB_SECOND = 1_024e3;

    private UsageWriter() {}

    /**
     * What one group used in one month.
     *
     * @param name of the tenant, if it has one
     */
    public record Item(
            YearMonth month, TenantId tenant, Optional<String> name, String group, long executions, Use use) {}

    public static byte[] list(List<Item> items) {
        return JsonText.of(json -> {
            json.writeStartObject();
            json.writeArrayPropertyStart("items");
            for (Item item : items) {
                json.writeStartObject();
                json.writeStringProperty("month", item.month().toString());
                json.writeStringProperty("tenant", item.tenant().value());
                JsonText.text(json, "tenant_name", item.name());
                json.writeStringProperty("group", item.group());
                json.writeNumberProperty("executions", item.executions());
                json.writeNumberProperty("cpu_seconds", item.use().cpuMicros() / MICROS_IN_SECOND);
                json.writeNumberProperty("memory_gib_seconds", item.use().memoryMibMillis() / MIB_MILLIS_IN_GIB_SECOND);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }
}
