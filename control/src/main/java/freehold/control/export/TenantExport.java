package freehold.control.export;

import freehold.control.blob.BlobStore;
import freehold.control.callback.Deliveries;
import freehold.control.callback.Delivery;
import freehold.control.execution.Executions;
import freehold.control.ledger.Ledger;
import freehold.control.policy.PolicyStore;
import freehold.control.record.Entry;
import freehold.control.record.Filter;
import freehold.control.record.Records;
import freehold.control.secret.Kept;
import freehold.control.secret.Secrets;
import freehold.control.usage.Usage;
import freehold.execution.CallbackId;
import freehold.execution.Content;
import freehold.execution.Execution;
import freehold.ledger.Chain;
import freehold.ledger.Position;
import freehold.policy.PolicyName;
import freehold.quantity.Digest;
import freehold.tenant.Tenant;
import freehold.tenant.TenantId;
import freehold.wire.api.CallbackWriter;
import freehold.wire.api.ExportWriter;
import freehold.wire.api.SecretWriter;
import freehold.wire.api.TenantWriter;
import freehold.wire.api.UsageWriter;
import freehold.wire.receipt.LineJson;
import freehold.wire.receipt.SignedLine;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes the archive of one tenant; docs/operate/keys.md has its form. What comes or goes meanwhile may be in it or not. */
public final class TenantExport {
    private static final int EXECUTIONS_AT_ONCE = 20;
    private static final int LINES_AT_ONCE = 200;
    private static final int DIGESTS_AT_ONCE = 500;
    private static final int CALLBACKS_AT_ONCE = 200;
    private static final YearMonth FIRST_MONTH = YearMonth.of(2000, 1);

    private final Executions executions;
    private final Records records;
    private final BlobStore blobs;
    private final Ledger ledger;
    private final PolicyStore policies;
    private final Usage usage;
    private final Deliveries deliveries;
    private final Secrets secrets;

    public TenantExport(
            Executions executions,
            Records records,
            BlobStore blobs,
            Ledger ledger,
            PolicyStore policies,
            Usage usage,
            Deliveries deliveries,
            Secrets secrets) {
        this.executions = executions;
        this.records = records;
        this.blobs = blobs;
        this.ledger = ledger;
        this.policies = policies;
        this.usage = usage;
        this.deliveries = deliveries;
        this.secrets = secrets;
    }

    /**
     * Writes it, and leaves the stream open.
     *
     * @throws IOException if something could not be read or written; what was written is seen to be incomplete then
     */
    public void write(Tenant tenant, Instant now, OutputStream to) throws IOException {
        Map<String, Long> counts = new LinkedHashMap<>();
        try (Archive archive = new Archive(to, now)) {
            TenantId id = tenant.id();
            archive.add("tenant.json", TenantWriter.one(tenant));
            counts.put("executions", executions(archive, id));
            counts.put("blobs", blobs(archive, id));
            counts.put("ledger", ledger(archive, id));
            archive.add("receipt-keys.json", ledger.keys().json());
            counts.put("policies", policies(archive, id));
            counts.put("callbacks", callbacks(archive, id));
            counts.put("secrets", secrets(archive, id));
            archive.add("usage.json", usage(tenant, now));
            archive.add("manifest.json", ExportWriter.manifest(tenant, now, counts));
            archive.end();
        }
    }

    /** Newest first. */
    private long executions(Archive archive, TenantId tenant) throws IOException {
        Lines lines = new Lines(archive, "executions");
        Filter filter = Filter.ALL;
        while (true) {
            Records.Page page = executions.list(tenant, filter, EXECUTIONS_AT_ONCE);
            for (Execution each : page.executions()) {
                Optional<Entry> entry = executions.entry(tenant, each.id());
                if (entry.isPresent()) {
                    lines.add(ExportWriter.execution(
                            entry.get().execution(), entry.get().request()));
                }
            }
            if (page.next().isEmpty()) {
                return lines.end();
            }
            filter = new Filter(Optional.empty(), Optional.empty(), Optional.empty(), Map.of(), page.next());
        }
    }

    /** What its executions refer to, as input or artifact. */
    private long blobs(Archive archive, TenantId tenant) throws IOException {
        long count = 0;
        Optional<Digest> after = Optional.empty();
        List<Digest> some;
        do {
            some = records.used(tenant, after, DIGESTS_AT_ONCE);
            for (Digest digest : some) {
                Optional<Content.Stored> found = blobs.find(tenant, digest);
                Optional<InputStream> content = found.isEmpty() ? Optional.empty() : blobs.open(tenant, digest);
                if (content.isPresent()) {
                    try (InputStream bytes = content.get()) {
                        archive.add("blobs/sha256/" + digest.hex(), found.get().sizeBytes(), bytes);
                        count++;
                    }
                }
            }
            after = some.isEmpty() ? after : Optional.of(some.getLast());
        } while (some.size() == DIGESTS_AT_ONCE);
        return count;
    }

    private long ledger(Archive archive, TenantId tenant) throws IOException {
        Lines lines = new Lines(archive, "ledger");
        Position from = Position.FIRST;
        List<SignedLine> some;
        do {
            some = ledger.read(Chain.of(tenant), from, LINES_AT_ONCE);
            for (SignedLine each : some) {
                lines.add(LineJson.bytes(each));
            }
            from = some.isEmpty() ? from : some.getLast().line().position().next();
        } while (some.size() == LINES_AT_ONCE);
        return lines.end();
    }

    /** All versions of the one that it has, or has as everybody who has none of their own. */
    private long policies(Archive archive, TenantId tenant) throws IOException {
        Optional<PolicyName> name =
                Optional.ofNullable(policies.assignments().get(tenant)).or(policies::standard);
        long count = 0;
        for (PolicyStore.Version each : name.map(policies::versions).orElse(List.of())) {
            archive.add("policies/" + each.identity().digest().hex() + ".json", each.document());
            count++;
        }
        return count;
    }

    private long callbacks(Archive archive, TenantId tenant) throws IOException {
        Lines lines = new Lines(archive, "callbacks");
        Optional<CallbackId> before = Optional.empty();
        List<Delivery> some;
        do {
            some = deliveries.list(tenant, Optional.empty(), before, CALLBACKS_AT_ONCE);
            for (Delivery each : some) {
                lines.add(CallbackWriter.one(Deliveries.message(each)));
            }
            before = some.isEmpty() ? before : Optional.of(some.getLast().id());
        } while (some.size() == CALLBACKS_AT_ONCE);
        return lines.end();
    }

    /** Names and versions, and no values: whoever has the archive could use them. */
    private long secrets(Archive archive, TenantId tenant) throws IOException {
        Lines lines = new Lines(archive, "secrets");
        for (Kept newest : secrets.list(tenant)) {
            for (Kept each : secrets.versions(tenant, newest.version())) {
                lines.add(SecretWriter.one(
                        new SecretWriter.Item(each.version(), each.putAt(), each.putBy(), each.sizeBytes())));
            }
        }
        return lines.end();
    }

    private byte[] usage(Tenant tenant, Instant now) {
        YearMonth last = YearMonth.from(now.atZone(ZoneOffset.UTC));
        return UsageWriter.list(usage.lines(Optional.of(tenant.id()), FIRST_MONTH, last).stream()
                .map(line -> new UsageWriter.Item(
                        line.month(),
                        line.tenant(),
                        Optional.of(tenant.name()),
                        line.group(),
                        line.executions(),
                        line.use()))
                .toList());
    }
}
