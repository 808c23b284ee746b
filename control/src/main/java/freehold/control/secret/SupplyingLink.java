package freehold.control.secret;

import freehold.control.record.RecordUnavailable;
import freehold.execution.Plan;
import freehold.execution.SecretValue;
import freehold.execution.Untold;
import freehold.tenant.TenantId;
import freehold.wire.link.Lease;
import freehold.wire.link.Link;
import freehold.wire.link.Report;
import freehold.wire.link.Reports;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A link that puts the values of secrets into a plan at the moment when it goes to a worker: what waits has names alone, and what was
 * deleted meanwhile is given to nobody. Whoever assigns may hold a lock, so values are read on a thread of their own, while a cell is kept
 * for the plan; of all cells half at most, so that plans without secrets do not wait for a record that is slow. Where it cannot be read,
 * plans with secrets are held back, and nothing is lost of them.
 */
public final class SupplyingLink implements Link {
    private static final Logger LOG = LoggerFactory.getLogger(SupplyingLink.class);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final Link link;
    private final Secrets secrets;
    private final AtomicInteger reserved = new AtomicInteger(); // credit of plans whose values are being read
    private final AtomicBoolean blind = new AtomicBoolean(); // the record could not be read a moment ago
    private final AtomicBoolean told = new AtomicBoolean(); // that it cannot be read; once, until it can
    private volatile Runnable listener = () -> {};

    public SupplyingLink(Link link, Secrets secrets) {
        this.link = link;
        this.secrets = secrets;
    }

    @Override
    public int credit() {
        return Math.max(0, link.credit() - reserved.get());
    }

    @Override
    public int capacity() {
        return link.capacity();
    }

    @Override
    public boolean isOpenFor(Plan plan) {
        return link.isOpenFor(plan);
    }

    @Override
    public boolean holdsBack(Plan plan) {
        return (!plan.secrets().isEmpty() && (blind.get() || isReadingEnough())) || link.holdsBack(plan);
    }

    private boolean isReadingEnough() {
        return reserved.get() >= Math.max(1, link.capacity() / 2);
    }

    @Override
    public void forgetKept(TenantId tenant) {
        link.forgetKept(tenant);
    }

    @Override
    public void onCredit(Runnable listener) {
        this.listener = listener;
        link.onCredit(listener);
    }

    @Override
    public Optional<Lease> assign(Plan plan, Reports reports) {
        if (plan.secrets().isEmpty()) {
            return link.assign(plan, reports);
        }
        if (!link.isOpenFor(plan)) {
            return Optional.empty();
        }
        SupplyingLease lease = new SupplyingLease();
        Thread reader = Thread.ofVirtual().name("secrets").unstarted(() -> supply(plan, reports, lease));
        reserved.incrementAndGet();
        boolean isStarted = false;
        try {
            reader.start();
            isStarted = true;
        } finally {
            if (!isStarted) {
                reserved.decrementAndGet();
            }
        }
        return Optional.of(lease);
    }

    private void supply(Plan plan, Reports reports, SupplyingLease lease) {
        Optional<Report> answer = Optional.empty();
        try {
            answer = switch (read(plan)) {
                case Reading.Values(var values) -> handOver(plan.supplied(values), reports, lease);
                case Reading.Refused(Report why) -> Optional.of(why);
            };
        } finally {
            reserved.decrementAndGet();
        }
        answer.ifPresent(reports::take);
        listener.run(); // what was reserved may be had now, and another one may be read
    }

    /** What came of asking for the values. */
    private sealed interface Reading {
        record Values(List<SecretValue> values) implements Reading {}

        record Refused(Report why) implements Reading {}
    }

    /** Nobody has the plan yet: whatever fails here is answered, an error of the JVM too, or it would have no end. */
    private Reading read(Plan plan) {
        try {
            return switch (secrets.open(plan.tenant(), plan.secrets())) {
                case Secrets.Opened.All(var values) -> {
                    told.set(false);
                    yield new Reading.Values(values);
                }
                case Secrets.Opened.Gone(var version) -> new Reading.Refused(end(new Untold.SecretGone(version)));
            };
        } catch (RecordUnavailable later) {
            holdBack(plan, later);
            return new Reading.Refused(new Report.Declined());
        } catch (Throwable failed) { // a seal, a key, or a mistake of ours
            LOG.error("{}: its secrets cannot be opened", plan.id(), failed);
            return new Reading.Refused(end(new Untold.SecretsSealed()));
        }
    }

    /** What is to be told of it, unless a worker has it now and tells of it. */
    private Optional<Report> handOver(Plan plan, Reports reports, SupplyingLease lease) {
        if (lease.isCancelled()) {
            return Optional.of(end(new Untold.Withdrawn()));
        }
        Optional<Lease> had;
        try {
            had = link.assign(plan, reports);
        } catch (Throwable failed) {
            LOG.error("{} could not be handed over, and no worker is known to have it", plan.id(), failed);
            return Optional.of(new Report.Lost());
        }
        if (had.isEmpty()) {
            return Optional.of(new Report.Declined());
        }
        try {
            lease.passOn(had.get());
        } catch (RuntimeException unheard) { // the worker has it all the same, and its end comes from there
            LOG.warn("{} was cancelled, and its worker could not be told", plan.id(), unheard);
        }
        return Optional.empty();
    }

    private void holdBack(Plan plan, RecordUnavailable why) {
        if (told.compareAndSet(false, true)) {
            LOG.warn(
                    "the record cannot be read, so {} and all others with secrets wait; tried again every {} s: {}",
                    plan.id(),
                    LOOK_AGAIN.toSeconds(),
                    why.getMessage());
        }
        if (blind.compareAndSet(false, true)) {
            Thread.ofVirtual().name("secrets-again").start(this::lookAgain);
        }
    }

    private void lookAgain() {
        try {
            Thread.sleep(LOOK_AGAIN);
            blind.set(false);
            listener.run();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static Report end(Untold end) {
        return new Report.Finished(end.outcome());
    }
}
