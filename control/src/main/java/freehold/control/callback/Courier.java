package freehold.control.callback;

import freehold.control.execution.Executions.ExecutionWatch;
import freehold.control.record.Entry;
import freehold.control.record.RecordUnavailable;
import freehold.control.record.Records;
import freehold.execution.Callback;
import freehold.execution.CallbackId;
import freehold.execution.Execution;
import freehold.tenant.TenantId;
import freehold.wire.api.ExecutionWriter;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Delivers what is stored: a few at one time, and fewer of any one tenant, so that a slow receiver holds nobody else up. */
public final class Courier implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);
    private static final int AT_ONE_TIME_MAX = 16;
    private static final int OF_A_TENANT_MAX = 4;
    private static final int GONE = 410;
    private static final Duration LOOK_PERIOD = Duration.ofMinutes(1);

    private final Deliveries deliveries;
    private final Records records;
    private final Scribe scribe;
    private final Sender sender;
    private final Backoff backoff;
    private final InstantSource clock;
    private final RandomGenerator chance;
    private final ExecutorService attempts = Executors.newVirtualThreadPerTaskExecutor();
    private final ReentrantLock large =
            new ReentrantLock(); // held by whoever sends much, for it is all in memory meanwhile
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Thread thread;

    // guarded by lock
    private final Set<CallbackId> underWay = new HashSet<>();
    private final Map<TenantId, Integer> ofTenant = new HashMap<>();
    private boolean news;
    private boolean closing;

    /** Begins to deliver. */
    public Courier(
            Deliveries deliveries,
            Records records,
            Scribe scribe,
            Sender sender,
            Backoff backoff,
            InstantSource clock,
            RandomGenerator chance) {
        this.deliveries = deliveries;
        this.records = records;
        this.scribe = scribe;
        this.sender = sender;
        this.backoff = backoff;
        this.clock = clock;
        this.chance = chance;
        this.thread = Thread.ofVirtual().name("courier").start(this::run);
    }

    /** Something may have become due. */
    public void wake() {
        lock.lock();
        try {
            news = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Tells another of each end too, and looks for messages when one is stored that has any. */
    public ExecutionWatch beside(ExecutionWatch other) {
        return new ExecutionWatch() {
            @Override
            public void ended(Execution execution) {
                other.ended(execution);
            }

            @Override
            public void recorded(Execution execution, Optional<Callback> callback) {
                other.recorded(execution, callback);
                if (callback.isPresent()) {
                    wake();
                }
            }
        };
    }

    private void run() {
        try {
            Duration pause = Duration.ZERO;
            while (await(pause)) {
                pause = look();
            }
        } catch (InterruptedException closed) {
            LOG.debug("No longer delivering");
        }
    }

    /** False when it is over. */
    private boolean await(Duration pause) throws InterruptedException {
        long left = pause.toNanos();
        lock.lock();
        try {
            while (!news && !closing && left > 0) {
                left = changed.awaitNanos(left);
            }
            news = false;
            return !closing;
        } finally {
            lock.unlock();
        }
    }

    /** Begins what can be begun; how long there is nothing more to do, unless there are news. */
    private Duration look() {
        try {
            Instant now = clock.instant();
            Set<TenantId> busy;
            Set<CallbackId> running;
            lock.lock();
            try {
                if (underWay.size() >= AT_ONE_TIME_MAX) {
                    return LOOK_PERIOD; // the next one that ends is news
                }
                busy = ofTenant.entrySet().stream()
                        .filter(each -> each.getValue() >= OF_A_TENANT_MAX)
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toSet());
                running = Set.copyOf(underWay);
            } finally {
                lock.unlock();
            }
            List<Delivery> due = deliveries.due(now, busy, AT_ONE_TIME_MAX).stream()
                    .filter(each -> !running.contains(each.id()))
                    .toList();
            due.forEach(this::begin);
            Optional<Instant> next = deliveries.nextDue().filter(each -> each.isAfter(now));
            return next.map(each -> Duration.between(now, each))
                    .filter(each -> each.compareTo(LOOK_PERIOD) < 0)
                    .orElse(LOOK_PERIOD);
        } catch (RecordUnavailable unreadable) {
            LOG.error("Messages that are due could not be read", unreadable);
            return LOOK_PERIOD;
        }
    }

    private void begin(Delivery delivery) {
        lock.lock();
        try {
            if (underWay.size() >= AT_ONE_TIME_MAX
                    || ofTenant.getOrDefault(delivery.tenant(), 0) >= OF_A_TENANT_MAX
                    || !underWay.add(delivery.id())) {
                return;
            }
            ofTenant.merge(delivery.tenant(), 1, Integer::sum);
        } finally {
            lock.unlock();
        }
        attempts.execute(() -> {
            try {
                attempt(delivery);
            } catch (RecordUnavailable | CompletionException failed) {
                LOG.error("{} was tried, but what came of it is not stored", delivery.id(), failed);
            } finally {
                end(delivery);
            }
        });
    }

    private void end(Delivery delivery) {
        lock.lock();
        try {
            underWay.remove(delivery.id());
            ofTenant.computeIfPresent(delivery.tenant(), (_, count) -> count == 1 ? null : count - 1);
            news = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void attempt(Delivery delivery) {
        Optional<Entry> entry = records.find(delivery.tenant(), delivery.execution());
        if (entry.isEmpty()) {
            return; // erased, and the message with it
        }
        boolean isLarge = ExecutionWriter.isLarge(entry.get().execution());
        if (isLarge) {
            large.lock();
        }
        Sender.Result result;
        try {
            Letter letter = scribe.letter(entry.get());
            result = sender.send(
                    URI.create(delivery.callback().url()),
                    Signature.headers(delivery.id(), clock.instant(), letter.body(), secret(delivery)),
                    letter);
        } finally {
            if (isLarge) {
                large.unlock();
            }
        }
        settle(delivery, result);
    }

    private String secret(Delivery delivery) {
        return delivery.callback().secret().orElseGet(() -> secretOf(delivery.tenant()));
    }

    /** What messages of a tenant are signed with that named no secret. */
    public String secretOf(TenantId tenant) {
        return Signature.secretOf(tenant, deliveries.key());
    }

    private void settle(Delivery delivery, Sender.Result result) {
        Instant now = clock.instant();
        Optional<Instant> again = backoff.after(delivery.attempts() + 1, chance).map(now::plus);
        switch (result) {
            case Sender.Result.Answered(int status)
            when status >= 200 && status < 300 ->
                deliveries.delivered(delivery.id(), now).join();
            case Sender.Result.Answered(int status) -> {
                boolean hopeless = status == GONE;
                String redirect = status >= 300 && status < 400 ? "; redirects are not followed" : "";
                fail(delivery, "answered " + status + redirect, now, hopeless ? Optional.empty() : again);
            }
            case Sender.Result.Unreachable(String why) -> fail(delivery, why, now, again);
            case Sender.Result.OffLimits(String why) -> fail(delivery, why, now, Optional.empty());
        }
    }

    private void fail(Delivery delivery, String why, Instant now, Optional<Instant> again) {
        LOG.info(
                "{} of {} failed, {}: {}",
                delivery.id(),
                delivery.execution(),
                again.map(each -> "again at " + each).orElse("given up"),
                why);
        deliveries.failed(delivery.id(), why, now, again).join();
    }

    /** Ends, with the attempts that are under way: what they did not bring to an end is tried again by the next server. */
    @Override
    public void close() {
        lock.lock();
        try {
            closing = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        attempts.shutdownNow();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        attempts.close();
    }
}
