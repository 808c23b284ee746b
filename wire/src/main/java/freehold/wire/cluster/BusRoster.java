package freehold.wire.cluster;

import freehold.execution.Plan;
import freehold.quantity.Digest;
import freehold.runtime.Installed;
import freehold.tenant.TenantId;
import freehold.wire.bus.Bus;
import freehold.wire.bus.NoAnswer;
import freehold.wire.link.Roster;
import freehold.wire.link.Speech;
import freehold.wire.link.Worker;
import freehold.wire.pace.Pace;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A worker's side of a link over a bus. One worker announces itself at a roster. */
public final class BusRoster implements Roster {
    private static final Logger LOG = LoggerFactory.getLogger(BusRoster.class);
    private static final Duration PRESENCE = Duration.ofSeconds(1);
    private static final Duration CONTROL_SILENCE_MAX = Duration.ofSeconds(15);
    private static final Duration ASK_MAX = Duration.ofSeconds(2);
    private static final int PLAN_BYTES_MAX = 256 << 20;

    private final Bus bus;
    private final Identity identity;
    private final Runnable drained;
    private final Pace pace;

    /**
     * Who announces itself.
     *
     * @param id of this one process, never used again
     * @param name for people
     */
    public record Identity(String id, String name, Map<String, String> labels, List<Installed> installed) {
        public Identity {
            labels = Map.copyOf(labels);
            installed = List.copyOf(installed);
        }
    }

    /** @param drained called once when the worker was told to drain and has nothing left */
    public BusRoster(Bus bus, Identity identity, Runnable drained) {
        this(bus, identity, drained, Pace.REAL);
    }

    /** @param drained called once when the worker was told to drain and has nothing left */
    public BusRoster(Bus bus, Identity identity, Runnable drained, Pace pace) {
        this.pace = pace;
        this.bus = bus;
        this.identity = identity;
        this.drained = drained;
    }

    @Override
    public Post announce(Worker worker) {
        return new Post(worker);
    }

    /** An announced worker, and all that it has. */
    public final class Post implements Registration {
        private final Worker worker;
        private final Map<Digest, Installed> installed = new HashMap<>();
        private final List<Offer> offers;
        private final List<Bus.Ear> ears;
        private final Pace.Beat telling;
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition less = lock.newCondition();

        // guarded by lock
        private final Map<Held, Task> tasks = new HashMap<>();
        private final Map<String, Long> beats = new HashMap<>();
        private boolean cordoned;
        private boolean draining;
        private boolean drainedTold;

        private long toldNanos; // the telling one's own

        private Post(Worker worker) {
            this.worker = worker;
            identity.installed().forEach(each -> installed.put(each.digest(), each));
            this.offers = identity.installed().stream().map(Offer::of).toList();
            this.ears =
                    List.of(bus.hear(Subjects.worker(identity.id()), this::order), bus.hear(Subjects.BEAT, this::beat));
            this.toldNanos = pace.nanos();
            this.telling = pace.every("presence", PRESENCE, this::tellAll);
        }

        private boolean tellAll() {
            tell(offers);
            long now = pace.nanos();
            forsaken(now, Math.max(0, now - toldNanos - 2 * PRESENCE.toNanos()));
            toldNanos = now;
            return true;
        }

        /** A change between two whole presences. */
        private void tell() {
            tell(Presence.AS_BEFORE);
        }

        private void tell(List<Offer> offered) {
            Presence presence;
            boolean end;
            lock.lock();
            try {
                presence = new Presence(
                        identity.id(),
                        identity.name(),
                        worker.capacity(),
                        worker.ready(),
                        cordoned,
                        draining,
                        identity.labels(),
                        offered,
                        List.copyOf(tasks.keySet()));
                end = draining && tasks.isEmpty() && !drainedTold;
                drainedTold |= end;
            } finally {
                lock.unlock();
            }
            bus.tell(Subjects.PRESENCE, presence.bytes());
            if (end) {
                drained.run();
            }
        }

        private Optional<byte[]> beat(byte[] message) {
            try {
                String control = Reading.whole(message, Reading::text);
                lock.lock();
                try {
                    beats.put(control, pace.nanos());
                } finally {
                    lock.unlock();
                }
            } catch (Malformed wrong) {
                LOG.warn("Something beats that is no control: {}", wrong.getMessage());
            }
            return Optional.empty();
        }

        /** What a control gave that is no longer there is for nobody; another one takes it up, and gives it away again. */
        private void forsaken(long now, long asleepNanos) {
            List<Task> left;
            lock.lock();
            try {
                beats.replaceAll((_, beat) -> beat + asleepNanos);
                beats.values().removeIf(beat -> now - beat > CONTROL_SILENCE_MAX.toNanos());
                left = tasks.values().stream()
                        .filter(task -> !beats.containsKey(task.held().control())
                                && now - task.sinceNanos() > CONTROL_SILENCE_MAX.toNanos())
                        .toList();
            } finally {
                lock.unlock();
            }
            for (Task task : left) {
                LOG.warn("{} ends here, for its control is gone", task.name());
                task.giveBack();
                remove(task);
            }
        }

        private Optional<byte[]> order(byte[] message) {
            try {
                switch (Order.read(message)) {
                    case Order.Assign(Held held, long total, byte[] first) -> assign(held, total, first);
                    case Order.Cancel(Held held) -> cancel(held);
                    case Order.Say(Held held, long number, Speech speech) ->
                        task(held).ifPresent(task -> task.hear(number, speech));
                    case Order.Cordon() -> open(true, false);
                    case Order.Uncordon() -> open(false, false);
                    case Order.Drain() -> open(true, true);
                    case Order.ForgetKept(TenantId tenant) -> worker.forgetKept(tenant);
                }
            } catch (Malformed wrong) {
                LOG.warn("An order cannot be read: {}", wrong.getMessage());
            }
            return Optional.empty();
        }

        private void open(boolean close, boolean drain) {
            lock.lock();
            try {
                draining |= drain;
                cordoned = close;
            } finally {
                lock.unlock();
            }
            tell();
        }

        private void assign(Held held, long total, byte[] first) {
            Task task = new Task(bus, held, this::remove, pace);
            boolean fits = total <= PLAN_BYTES_MAX;
            boolean taken;
            lock.lock();
            try {
                if (tasks.containsKey(held)) {
                    return; // it came twice
                }
                taken = worker.ready()
                        && !cordoned
                        && !draining
                        && fits
                        && tasks.size() < worker.capacity()
                        && tasks.putIfAbsent(held, task) == null;
            } finally {
                lock.unlock();
            }
            if (!taken) {
                task.say(new Word.Declined(held.number(), fits ? Decline.NO_ROOM : Decline.UNREADABLE));
            } else if (first.length == total) {
                begin(task, first);
            } else {
                pace.start("plan", () -> fetch(task, total, first));
            }
        }

        private void fetch(Task task, long total, byte[] first) {
            ByteArrayOutputStream plan = new ByteArrayOutputStream(first.length);
            plan.writeBytes(first);
            try {
                while (plan.size() < total) {
                    byte[] more = task.ask(new Word.More(task.held().number(), plan.size()), ASK_MAX);
                    if (more.length == 0 || plan.size() + more.length > total) {
                        throw new NoAnswer("a control that has the plan");
                    }
                    plan.writeBytes(more);
                }
                begin(task, plan.toByteArray());
            } catch (NoAnswer gone) {
                decline(task, Decline.NO_ROOM, String.valueOf(gone.getMessage()));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                decline(task, Decline.NO_ROOM, "interrupted");
            }
        }

        private void begin(Task task, byte[] bytes) {
            try {
                Plan plan = PlanCodec.read(bytes, digest -> Optional.ofNullable(installed.get(digest)));
                task.begin(worker, plan);
            } catch (Malformed wrong) {
                decline(task, Decline.UNREADABLE, String.valueOf(wrong.getMessage()));
            }
        }

        private void decline(Task task, Decline why, String reason) {
            LOG.warn("A plan was declined, as {}: {}", why, reason);
            task.say(new Word.Declined(task.held().number(), why));
            remove(task);
        }

        private void cancel(Held held) {
            task(held).ifPresent(Task::cancel);
        }

        private Optional<Task> task(Held held) {
            lock.lock();
            try {
                return Optional.ofNullable(tasks.get(held));
            } finally {
                lock.unlock();
            }
        }

        private void remove(Task task) {
            lock.lock();
            try {
                tasks.remove(task.held(), task);
                less.signalAll();
            } finally {
                lock.unlock();
            }
            tell();
        }

        /** Takes nothing new, and waits until nothing is left, or that long. What is left then goes to others. */
        public void drain(Duration patience) throws InterruptedException {
            open(true, true);
            long left = patience.toNanos();
            lock.lock();
            try {
                while (!tasks.isEmpty() && left > 0) {
                    left = less.awaitNanos(left);
                }
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            List<Task> left;
            lock.lock();
            try {
                draining = true;
                left = List.copyOf(tasks.values());
                tasks.clear();
            } finally {
                lock.unlock();
            }
            left.forEach(Task::giveBack);
            ears.forEach(Bus.Ear::close);
            telling.close();
            tell();
        }
    }
}
