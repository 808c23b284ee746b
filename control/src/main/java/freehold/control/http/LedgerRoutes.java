package freehold.control.http;

import freehold.control.execution.Executions;
import freehold.control.execution.Live;
import freehold.control.ledger.Ledger;
import freehold.control.ledger.Verified;
import freehold.control.tenancy.Caller;
import freehold.control.tenancy.Tenants;
import freehold.execution.Execution;
import freehold.execution.ExecutionId;
import freehold.execution.State;
import freehold.execution.WorkerIdentity;
import freehold.ledger.Chain;
import freehold.ledger.Position;
import freehold.refusal.Conflict;
import freehold.refusal.FieldFault;
import freehold.refusal.Invalid;
import freehold.refusal.NotFound;
import freehold.tenant.Tenant;
import freehold.wire.api.TimelineWriter;
import freehold.wire.api.VerificationWriter;
import freehold.wire.receipt.LineJson;
import freehold.wire.receipt.SignedLine;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/** Evidence over HTTP: receipts, the keys that signed them, the tenant's chain, and the course of an execution. */
final class LedgerRoutes {
    private static final int EXPORT_BATCH = 200;

    private final Executions executions;
    private final Ledger ledger;
    private final Tenants tenants;

    LedgerRoutes(Executions executions, Ledger ledger, Tenants tenants) {
        this.executions = executions;
        this.ledger = ledger;
        this.tenants = tenants;
    }

    /** Also of one that was erased. Who asks right after the end waits until it is stored. */
    void receipt(Context context, Caller caller) {
        Optional<ExecutionId> id = ExecutionRoutes.id(context);
        Optional<Live> live = id.flatMap(each -> executions.live(caller.tenant(), each));
        if (live.isPresent() && live.get().now().state() != State.FINISHED) {
            Replies.refusal(
                    context,
                    new Conflict(
                            "This execution has not ended, and a receipt comes with the end",
                            "Ask again afterwards; GET /v1/executions/{id}?wait=30s waits for it"));
            return;
        }
        live.ifPresent(executions::promise);
        Optional<SignedLine> receipt = id.flatMap(each -> ledger.receipt(caller.tenant(), each));
        if (receipt.isPresent()) {
            Replies.json(context, 200, receipt.get().envelope().json());
        } else {
            Replies.refusal(context, new NotFound(NotFound.Thing.RECEIPT));
        }
    }

    void timeline(Context context, Caller caller) {
        Optional<ExecutionId> id = ExecutionRoutes.id(context);
        Optional<Live> live = id.flatMap(each -> executions.live(caller.tenant(), each));
        Optional<Execution> execution =
                live.map(Live::now).or(() -> id.flatMap(each -> executions.withoutOutput(caller.tenant(), each)));
        if (execution.isEmpty()) {
            ExecutionRoutes.missing(context);
            return;
        }
        Optional<SignedLine> receipt = id.flatMap(each -> ledger.receipt(caller.tenant(), each));
        Optional<WorkerIdentity> worker = live.flatMap(Live::worker).or(() -> receipt.flatMap(SignedLine::worker));
        Replies.json(
                context,
                200,
                TimelineWriter.bytes(
                        execution.get(), worker, receipt.map(each -> each.line().position())));
    }

    /** For everybody: whoever has a receipt can check it. */
    void keys(Context context) {
        Replies.json(context, 200, ledger.keys().json());
    }

    void audit(Context context, Caller caller, Parameters parameters) throws IOException {
        Position from = parameters.positionCursor();
        int size = parameters.pageSize();
        if (parameters.refusal().isPresent()) {
            Replies.refusal(context, parameters.refusal().get());
            return;
        }
        Chain chain = Chain.of(caller.tenant());
        String accept = context.header("Accept");
        if (accept != null && accept.contains(LineJson.MEDIA_TYPE)) {
            export(context, chain, from);
            return;
        }
        List<SignedLine> found = ledger.read(chain, from, size + 1);
        List<SignedLine> page = found.subList(0, Math.min(size, found.size()));
        Optional<Position> next =
                found.size() > size ? Optional.of(found.getLast().line().position()) : Optional.empty();
        Replies.json(context, 200, LineJson.page(page, next));
    }

    /** All lines from there on, as they can be verified. Those that come meanwhile may be among them. */
    private void export(Context context, Chain chain, Position from) throws IOException {
        context.status(200).contentType(LineJson.MEDIA_TYPE);
        OutputStream out = context.outputStream();
        Position next = from;
        List<SignedLine> lines;
        do {
            lines = ledger.read(chain, next, EXPORT_BATCH);
            for (SignedLine line : lines) {
                out.write(LineJson.bytes(line));
                out.write('\n');
            }
            next = lines.isEmpty() ? next : lines.getLast().line().position().next();
        } while (lines.size() == EXPORT_BATCH);
    }

    /** One part of the caller's own chain or, with the right {@code tenants}, of anybody's, or of one after the other. */
    void verification(Context context, Caller caller, Parameters parameters) {
        Optional<String> asked = parameters.tenant();
        Optional<ChainCursor> cursor = parameters.chainCursor();
        int most = parameters.pageSize();
        boolean ofAll = caller.mayForAnyTenant() && asked.equals(Optional.of(Tenant.EVERY));
        if (parameters.refusal().isPresent()) {
            Replies.refusal(context, parameters.refusal().get());
            return;
        }
        Optional<Chain> first = ofAll ? cursor.map(ChainCursor::chain).or(this::firstChain) : chain(caller, asked);
        if (first.isEmpty()) {
            Replies.refusal(context, new NotFound(NotFound.Thing.TENANT));
            return;
        }
        ChainCursor from = cursor.orElseGet(() -> ChainCursor.beginning(first.get()));
        if (!from.chain().equals(first.get())) {
            Replies.refusal(
                    context,
                    new Invalid(List.of(new FieldFault(
                            "?cursor", "is of the chain " + from.chain() + ", and this call is about another"))));
            return;
        }
        Verified found = ledger.verify(from.chain(), from.position(), most);
        Optional<ChainCursor> next = found.next()
                .map(position -> new ChainCursor(from.chain(), position))
                .or(() -> ofAll
                        ? ledger.chainAfter(Optional.of(from.chain())).map(ChainCursor::beginning)
                        : Optional.empty());
        Replies.json(
                context,
                200,
                VerificationWriter.part(new VerificationWriter.Part(
                        found.chain(),
                        found.lines(),
                        found.findings(),
                        found.reached(),
                        found.next().isEmpty(),
                        next.map(ChainCursor::toString))));
    }

    private Optional<Chain> firstChain() {
        return ledger.chainAfter(Optional.empty()).or(() -> Optional.of(Chain.SERVER));
    }

    private Optional<Chain> chain(Caller caller, Optional<String> asked) {
        return asked.isEmpty()
                ? Optional.of(Chain.of(caller.tenant()))
                : tenants.visible(caller, asked.get()).map(Tenant::id).map(Chain::of);
    }
}
