package freehold.wire.api;

import freehold.execution.Execution;
import freehold.tenant.Tenant;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

/** Writes what an archive of a tenant has of its own. */
public final class ExportWriter {
    private static final String FORM = "freehold-tenant-export-1";

    private ExportWriter() {}

    /**
     * One execution, as one line.
     *
     * @param request as it was sent, in UTF-8; empty if it was not retained
     */
    public static byte[] execution(Execution execution, byte[] request) {
        return JsonText.of(json -> {
            json.writeStartObject();
            json.writeName("execution");
            ExecutionWriter.write(json, execution);
            if (request.length == 0) {
                json.writeNullProperty("request");
            } else {
                json.writeStringProperty("request", new String(request, StandardCharsets.UTF_8));
            }
            json.writeEndObject();
        });
    }

    /** What comes last: that the archive is whole, and how much is in it. */
    public static byte[] manifest(Tenant tenant, Instant at, Map<String, Long> counts) {
        return JsonText.of(json -> {
            json.writeStartObject();
            json.writeStringProperty("format", FORM);
            json.writeStringProperty("tenant", tenant.id().value());
            json.writeStringProperty("exported_at", JsonText.time(at));
            counts.forEach(json::writeNumberProperty);
            json.writeEndObject();
        });
    }
}
