package freehold.control.callback;

import freehold.control.execution.Executions.ExecutionWatch;
import freehold.control.rate.HeapShares;
import freehold.control.record.Entry;
import freehold.control.record.RecordUnavailable;
import freehold.control.record.Records;
import freehold.control.vault.Unopenable;
import freehold.execution.Callback;
import freehold.execution.CallbackId;
import freehold.execution.Execution;
import freehold.execution.ExecutionId;
import freehold.execution.Outcome;
import freehold.tenant.TenantId;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers what is stored: a few at one time, and fewer of any one tenant, so that a slow receiver holds nobody else up. Each control of a
 * cluster has one, and all of them see the same: a message is claimed before it is sent.
 */
public final class Courier implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);
    private static final int AT_ONE_TIME_MAX = 16;
    private static final int OF_A_TENANT_MAX = 4;
    private static final int GONE = 410;

    /** Which part of the heap holds large messages while they are sent. */
    private static final int LARGE_HEAP_SHARE = 8;

    /** How long one waits for its part of it; then it is let go of, and looked at again. */
    private static final Duration LARGE_PATIENCE = Duration.ofMinutes(1);

    private static final Duration LOOK_PERIOD = Duration.ofMinutes(1);

    /** Some times what one attempt takes: clocks of controls differ, and what a dead one had is tried again after it. */
    private static final Duration CLAIM = Sender.USUAL_PATIENCE.multipliedBy(4);

    private final Deliveries deliveries;
    private final Records records;
    private final Scribe scribe;
    private final Sender sender;
    private final Backoff backoff;
    private final InstantSource clock;
    private final RandomGenerator chance;
    private final ExecutorService attempts = Executors.newVirtualThreadPerTaskExecutor();
    private final HeapShares large = new HeapShares(Runtime.getRuntime().maxMemory() / LARGE_HEAP_SHARE);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Thread thread;

    // guarded by lock
    private final Set<CallbackId> underWay = new HashSet<>();
    private final Map<TenantId, Integer> ofTenant = new HashMap<>();
    private final Map<CallbackId, Instant> putOff = new HashMap<>(); // those of which nothing could be stored
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
            Set<CallbackId> off;
            lock.lock();
            try {
                putOff.values().removeIf(until -> !until.isAfter(now));
                off = Set.copyOf(putOff.keySet());
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
            deliveries.due(now, busy, AT_ONE_TIME_MAX + off.size()).stream()
                    .filter(each -> !running.contains(each.id()) && !off.contains(each.id()))
                    .forEach(this::begin);
            Optional<Instant> next = deliveries.nextDue().filter(each -> each.isAfter(now));
            return next.map(each -> Duration.between(now, each))
                    .filter(each -> each.compareTo(LOOK_PERIOD) < 0)
                    .orElse(LOOK_PERIOD);
        } catch (RuntimeException unreadable) { // whatever it is: of nobody else's message is it the fault
            LOG.error("Messages that are due could not be read", unreadable);
            return LOOK_PERIOD;
        }
    }

    private void begin(Deliveries.Due due) {
        switch (due) {
            case Deliveries.Due.Ready(Delivery delivery) -> begin(delivery);
            case Deliveries.Due.Closed closed -> {
                try {
                    fail(new Message(closed.turn(), closed.execution()), closed.why());
                } catch (RecordUnavailable unsettled) {
                    LOG.error("{} cannot be opened, and that is not stored", closed.id(), unsettled);
                    putOff(closed.id());
                }
            }
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
            } catch (RecordUnavailable failed) {
                LOG.error("{} cannot be tried, or what came of it cannot be stored", delivery.id(), failed);
                putOff(delivery.id());
            } catch (RuntimeException mistake) {
                LOG.error("{} could not be tried", delivery.id(), mistake);
                putOff(delivery.id());
            } finally {
                end(delivery);
            }
        });
    }

    /** Its row says that it is due, and goes on saying so: without this it would be tried again at once, and again. */
    private void putOff(CallbackId id) {
        Instant until = clock.instant().plus(LOOK_PERIOD);
        lock.lock();
        try {
            putOff.put(id, until);
        } finally {
            lock.unlock();
        }
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
        Message message = Message.of(delivery);
        try {
            Optional<HeapShares.Held> room = large.take(delivery.tenant(), bytes(delivery), LARGE_PATIENCE);
            if (room.isPresent()) {
                try (HeapShares.Held _ = room.get()) {
                    claim(message).ifPresent(claimed -> attempt(delivery, claimed));
                }
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        } catch (RecordUnavailable unread) {
            throw unread; // nothing was tried
        } catch (RuntimeException sealed) { // or a mistake of ours
            fail(message, sealed);
        }
    }

    private long bytes(Delivery delivery) {
        return records.withoutOutput(delivery.tenant(), delivery.execution())
                .flatMap(Execution::outcome)
                .map(Outcome::writtenBytes)
                .orElse(0L);
    }

    /** The message as it is now; empty if another control has it. */
    private Optional<Message> claim(Message message) {
        Instant until = clock.instant().plus(CLAIM);
        return RecordUnavailable.joined(deliveries.claim(message.turn(), until))
                ? Optional.of(new Message(message.turn().until(until), message.execution()))
                : Optional.empty();
    }

    private void attempt(Delivery delivery, Message claimed) {
        Sender.Result result;
        try {
            Optional<Entry> entry = records.find(delivery.tenant(), delivery.execution());
            if (entry.isEmpty()) {
                return; // it was erased, and the message with it
            }
            Letter letter = scribe.letter(entry.get());
            result = sender.send(
                    URI.create(delivery.callback().url()),
                    Signature.headers(delivery.id(), clock.instant(), letter.body(), secret(delivery)),
                    letter);
        } catch (RecordUnavailable unread) {
            throw unread; // nothing was tried
        } catch (RuntimeException sealed) { // or a mistake of ours
            fail(claimed, sealed);
            return;
        }
        settle(claimed, result);
    }

    private String secret(Delivery delivery) {
        return delivery.callback().secret().orElseGet(() -> secretOf(delivery.tenant()));
    }

    /** What messages of a tenant are signed with that named no secret. */
    public String secretOf(TenantId tenant) {
        return Signature.secretOf(tenant, deliveries.key());
    }

    private void settle(Message message, Sender.Result result) {
        Optional<Instant> again = again(message.turn().attempts());
        switch (result) {
            case Sender.Result.Answered(int status)
            when status >= 200 && status < 300 ->
                settled(message, deliveries.delivered(message.turn(), clock.instant()));
            case Sender.Result.Answered(int status) -> {
                boolean hopeless = status == GONE;
                String redirect = status >= 300 && status < 400 ? "; redirects are not followed" : "";
                fail(message, "answered " + status + redirect, hopeless ? Optional.empty() : again);
            }
            case Sender.Result.Unreachable(String why) -> fail(message, why, again);
            case Sender.Result.OffLimits(String why) -> fail(message, why, Optional.empty());
        }
    }

    private static void settled(Message message, CompletableFuture<Boolean> stored) {
        if (!RecordUnavailable.joined(stored)) {
            LOG.info("{} was taken up by another one; what came of it here does not count", message.id());
        }
    }

    private Optional<Instant> again(int attempts) {
        return backoff.after(attempts + 1, chance).map(clock.instant()::plus);
    }

    /** One of which an attempt is made. */
    private record Message(Deliveries.Turn turn, ExecutionId execution) {
        static Message of(Delivery delivery) {
            return new Message(Deliveries.Turn.of(delivery), delivery.execution());
        }

        CallbackId id() {
            return turn.id();
        }
    }

    /** Tried again as any other: a row may be put right, and a master key come. */
    private void fail(Message message, RuntimeException fault) {
        LOG.error("{} of {} cannot be made", message.id(), message.execution(), fault);
        String why = fault instanceof Unopenable ? "the server cannot open what is stored of it" : "the server failed";
        fail(message, why, again(message.turn().attempts()));
    }

    private void fail(Message message, String why, Optional<Instant> again) {
        LOG.info(
                "{} of {} failed, {}: {}",
                message.id(),
                message.execution(),
                again.map(each -> "again at " + each).orElse("given up"),
                why);
        settled(message, deliveries.failed(message.turn(), why, clock.instant(), again));
    }

    /** Ends, with the attempts that are under way: what they did not bring to an end is tried again when its claim is over. */
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
