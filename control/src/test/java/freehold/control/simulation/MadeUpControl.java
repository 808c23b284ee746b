package freehold.control.simulation;

import freehold.control.admission.Admission;
import freehold.control.admission.Ceilings;
import freehold.control.admission.Ids;
import freehold.control.blob.BlobStore;
import freehold.control.dispatch.Dispatcher;
import freehold.control.dispatch.QueueBounds;
import freehold.control.execution.Batches;
import freehold.control.execution.Executions;
import freehold.control.execution.Fellows;
import freehold.control.execution.Fellowship;
import freehold.control.fellow.TenureKeeper;
import freehold.control.policy.Meter;
import freehold.control.policy.Rulebooks;
import freehold.control.record.Records;
import freehold.control.record.Tenures;
import freehold.control.sql.SqlRecords;
import freehold.control.world.Packs;
import freehold.execution.Content;
import freehold.execution.ExecutionId;
import freehold.execution.Request;
import freehold.quantity.Bytes;
import freehold.tenant.TenantId;
import freehold.wire.bus.Bus;
import freehold.wire.cluster.BusLink;
import freehold.wire.link.Hearing;
import freehold.wire.link.Speech;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** A control of the product, without its doors. */
final class MadeUpControl {
    private static final QueueBounds ROOMY = new QueueBounds(4_000, 4_000, Bytes.mebi(128));
    private static final Fellows SILENT = new Fellows() {
        @Override
        public Optional<Sight> look(String control, TenantId tenant, ExecutionId id, long after, Duration patience) {
            return Optional.empty();
        }

        @Override
        public boolean cancel(String control, TenantId tenant, ExecutionId id) {
            return false;
        }

        @Override
        public Hearing say(String control, TenantId tenant, ExecutionId id, long number, Speech speech) {
            return Hearing.LATER;
        }
    };

    private final Machine process;
    private final SqlRecords records;
    private final Shares shares;
    private final Executions executions;
    private final Batches batches;

    MadeUpControl(
            Machine process,
            Bus bus,
            SqlRecords records,
            Records forExecutions,
            Shares.Rule rule,
            Random chance,
            Runnable superseded) {
        this.process = process;
        this.records = records;
        BusLink link = new BusLink(
                bus,
                process.name(),
                List.of(Packs.PYTHON, Packs.C, Packs.COBOL),
                process,
                new Random(chance.nextLong()));
        this.shares = new Shares(link, rule);
        BlobStore blobs = records.blobs();
        Tenures tenures = records.tenures(TenureKeeper.LEASE, process::nanos);
        Ids ids = new Ids(process.clock(), new Random(chance.nextLong()));
        Meter meter = new Meter(records.policies(), Rulebooks.NONE, process.clock());
        Admission admission = new Admission(link::catalogue, Ceilings.SERVER, ids);
        Dispatcher dispatcher = new Dispatcher(shares, ROOMY, rule::weight, process::nanos);
        shares.watch(dispatcher);
        this.executions = new Executions(
                admission,
                meter,
                dispatcher,
                shares,
                forExecutions,
                blobs,
                process.clock(),
                _ -> {},
                Optional.of(new Fellowship(tenures, SILENT)),
                process);
        this.batches = new Batches(executions, admission, meter, dispatcher, records, ids, process.clock());
        executions.resume((_, body) -> Optional.of(request(body)));
        var _ = new TenureKeeper(tenures, executions, superseded, process);
    }

    static Request request(byte[] body) {
        return Request.ofSource(
                "python", new Content.Inline(body), List.of(), new Content.Inline(new byte[0]), Map.of());
    }

    Machine process() {
        return process;
    }

    Executions executions() {
        return executions;
    }

    Batches batches() {
        return batches;
    }

    Shares shares() {
        return shares;
    }

    /** Closes its connections, which a dead process does not keep either. */
    void bury() {
        records.close();
    }
}
