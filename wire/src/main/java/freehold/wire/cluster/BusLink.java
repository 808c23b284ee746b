package freehold.wire.cluster;

import freehold.execution.ExecutionId;
import freehold.execution.Plan;
import freehold.quantity.Digest;
import freehold.runtime.Catalogue;
import freehold.runtime.Installed;
import freehold.runtime.Missing;
import freehold.runtime.Pack;
import freehold.tenant.TenantId;
import freehold.wire.bus.Bus;
import freehold.wire.link.Hearing;
import freehold.wire.link.Lease;
import freehold.wire.link.Link;
import freehold.wire.link.Reports;
import freehold.wire.link.Speech;
import freehold.wire.pace.Pace;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Control's side of a link over a bus: who is there, what is free, and which assignment has which number. Calls nobody back while it
 * holds its lock.
 */
public final class BusLink implements Link, Fleet, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BusLink.class);

    /** What of a plan or an outcome goes into one message. */
    static final int PART_MAX = 512 << 10;

    static final Duration BEAT = Duration.ofSeconds(1);
    private static final Duration TICK = Duration.ofMillis(500);
    private static final Duration SILENCE_MAX = Duration.ofSeconds(5);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(1);
    private static final byte[] TAKEN = {1};
    private static final byte[] UNKNOWN = {0};

    private final Bus bus;
    private final String id;
    private final List<Pack> packs;
    private final Pace pace;
    private final RandomGenerator random;
    private final Map<Long, Assignment> assignments = new ConcurrentHashMap<>();
    private final Map<Long, CompletableFuture<Hearing>> said = new ConcurrentHashMap<>(); // and not yet answered
    private final List<Bus.Ear> ears;
    private final Pace.Beat ticking;
    private volatile Runnable listener = () -> {};
    private volatile Catalogue catalogue;

    private final ReentrantLock lock = new ReentrantLock();
    // guarded by lock
    private final Map<String, Seat> seats = new LinkedHashMap<>();
    private final Declines declines = new Declines();

    private long tickedNanos; // the ticking one's own

    /**
     * Begins to listen for workers.
     *
     * @param id of this one process, never used again
     * @param packs what workers may offer versions of
     */
    public BusLink(Bus bus, String id, List<Pack> packs) {
        this(bus, id, packs, Pace.REAL, new SecureRandom());
    }

    /** @param random makes the numbers of assignments, which nobody may guess */
    public BusLink(Bus bus, String id, List<Pack> packs, Pace pace, RandomGenerator random) {
        this.bus = bus;
        this.pace = pace;
        this.random = random;
        this.id = id;
        this.packs = List.copyOf(packs);
        this.catalogue = catalogue(List.of());
        this.ears = List.of(bus.hear(Subjects.PRESENCE, this::presence), bus.hear(Subjects.control(id), this::word));
        this.tickedNanos = pace.nanos();
        this.ticking = pace.every("link", TICK, this::tick);
    }

    /** What the workers that are here offer. */
    public Catalogue catalogue() {
        return catalogue;
    }

    @Override
    public int credit() {
        lock.lock();
        try {
            return seats.values().stream().mapToInt(Seat::free).sum();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int capacity() {
        lock.lock();
        try {
            return seats.values().stream()
                    .map(Seat::presence)
                    .filter(Presence::isOpen)
                    .mapToInt(Presence::capacity)
                    .sum();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void forgetKept(TenantId tenant) {
        byte[] order = new Order.ForgetKept(tenant).message();
        List<String> workers;
        lock.lock();
        try {
            workers = List.copyOf(seats.keySet());
        } finally {
            lock.unlock();
        }
        workers.forEach(each -> bus.tell(Subjects.worker(each), order));
    }

    @Override
    public void onCredit(Runnable called) {
        this.listener = called;
    }

    @Override
    public Optional<Lease> assign(Plan plan, Reports reports) {
        byte[] bytes = PlanCodec.bytes(plan);
        Assignment assignment;
        lock.lock();
        try {
            Optional<Seat> seat = roomiest(plan);
            if (seat.isEmpty()) {
                return Optional.empty();
            }
            String worker = seat.get().presence().id();
            assignment = new Assignment(random.nextLong(), worker, plan, bytes, reports, pace.nanos());
            seat.get().mine().put(assignment.number(), assignment);
            assignments.put(assignment.number(), assignment);
        } finally {
            lock.unlock();
        }
        Held held = new Held(id, assignment.number());
        order(assignment.worker(), new Order.Assign(held, bytes.length, assignment.plan(0)));
        return Optional.of(new AssignedLease(assignment, held));
    }

    @Override
    public boolean isOpenFor(Plan plan) {
        lock.lock();
        try {
            return roomiest(plan).isPresent();
        } finally {
            lock.unlock();
        }
    }

    /** Those that have room have declined it: others do not wait for it. Each presence calls the listener, so it is looked at again. */
    @Override
    public boolean holdsBack(Plan plan) {
        lock.lock();
        try {
            return declines.has(plan.id())
                    && roomy(plan.runtime().digest()).findAny().isPresent()
                    && roomiest(plan).isEmpty();
        } finally {
            lock.unlock();
        }
    }

    private final class AssignedLease implements Lease {
        private final Assignment assignment;
        private final Held held;

        AssignedLease(Assignment assignment, Held held) {
            this.assignment = assignment;
            this.held = held;
        }

        @Override
        public void cancel() {
            assignment.wantCancel();
            order(assignment.worker(), new Order.Cancel(held));
        }

        /**
         * Workers may answer to nobody but by words to their control, so the answer comes as one. Whoever hears nothing says it again,
         * under the same number.
         */
        @Override
        public Hearing say(long number, Speech speech) {
            CompletableFuture<Hearing> heard = new CompletableFuture<>();
            said.put(number, heard);
            try {
                order(assignment.worker(), new Order.Say(held, number, speech));
                return heard.get(ANSWER_MAX.toNanos(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException unheard) {
                return Hearing.LATER;
            } catch (ExecutionException never) {
                throw new IllegalStateException(never);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return Hearing.LATER;
            } finally {
                said.remove(number, heard);
            }
        }
    }

    private Stream<Seat> roomy(Digest runtime) {
        return seats.values().stream().filter(seat -> seat.offers(runtime) && seat.free() > 0);
    }

    private Optional<Seat> roomiest(Plan plan) {
        long now = pace.nanos();
        return roomy(plan.runtime().digest())
                .filter(seat -> declines.mayAsk(plan.id(), seat.presence().id(), now))
                .max(Comparator.comparingInt(Seat::free));
    }

    private void order(String worker, Order order) {
        bus.tell(Subjects.worker(worker), order.message());
    }

    private Optional<byte[]> word(byte[] message) {
        try {
            return word(Word.read(message));
        } catch (Malformed wrong) {
            LOG.warn("A worker sent what is no message: {}", wrong.getMessage());
            return Optional.of(UNKNOWN);
        }
    }

    /** What is said of an assignment that counts no more changes nothing. */
    private Optional<byte[]> word(Word word) throws Malformed {
        Assignment assignment = assignments.get(word.number());
        if (assignment == null) {
            return Optional.of(UNKNOWN);
        }
        switch (word) {
            case Word.Taken(var _, var by) -> assignment.taken(by);
            case Word.Started(var _, var step) -> assignment.started(step);
            case Word.Heard(var _, long number, var hearing) ->
                Optional.ofNullable(said.get(number)).ifPresent(waiting -> waiting.complete(hearing));
            case Word.Wrote output -> assignment.wrote(output);
            case Word.Declined(var _, var why) -> {
                boolean isHopeless = declined(assignment, why);
                ends(assignment, isHopeless ? assignment::unreadable : assignment::declined);
            }
            case Word.Lost _ -> ends(assignment, assignment::lost);
            case Word.Finished part -> {
                Optional<byte[]> whole = assignment.part(part);
                if (whole.isPresent()) {
                    var outcome = OutcomeCodec.read(whole.get());
                    forgetDeclines(assignment);
                    ends(assignment, () -> assignment.finished(outcome));
                }
            }
            case Word.More(var _, long offset) -> {
                return Optional.of(assignment.plan(offset));
            }
        }
        return Optional.of(TAKEN);
    }

    /** Whether there is nobody left to ask for it. While a worker is there that may read it, it waits for that one's room. */
    private boolean declined(Assignment assignment, Decline why) {
        ExecutionId execution = assignment.execution();
        String worker = assignment.worker();
        boolean isHopeless;
        boolean isNews = false;
        lock.lock();
        try {
            Seat seat = seats.get(worker);
            if (seat == null) {
                return false;
            }
            switch (why) {
                case NO_ROOM -> seat.declined();
                case UNREADABLE -> isNews = seat.couldNotRead();
            }
            declines.add(execution, worker, why, pace.nanos());
            isHopeless = declines.isHopeless(execution, worker)
                    && seats.values().stream()
                            .filter(each -> each.offers(assignment.runtime()))
                            .allMatch(each -> declines.isHopeless(
                                    execution, each.presence().id()));
            if (isHopeless) {
                declines.forget(execution);
            }
        } finally {
            lock.unlock();
        }
        if (isNews) {
            LOG.warn(
                    "Worker {} cannot read what it is given, as {}: is it of this version, and has it all of its runtimes? Its own log says more",
                    worker,
                    execution);
        }
        if (isHopeless) {
            LOG.warn(
                    "{} is given up: all workers that have its runtime decline it, again and again, as {}",
                    execution,
                    worker);
        }
        return isHopeless;
    }

    private void forgetDeclines(Assignment ended) {
        lock.lock();
        try {
            declines.forget(ended.execution());
        } finally {
            lock.unlock();
        }
    }

    private void ends(Assignment assignment, Runnable last) {
        assignments.remove(assignment.number());
        lock.lock();
        try {
            Seat seat = seats.get(assignment.worker());
            if (seat != null) {
                seat.mine().remove(assignment.number());
            }
        } finally {
            lock.unlock();
        }
        last.run();
        listener.run();
    }

    private Optional<byte[]> presence(byte[] message) {
        try {
            take(Presence.read(message));
        } catch (Malformed wrong) {
            LOG.warn("What a worker told of itself cannot be read: {}", wrong.getMessage());
        }
        return Optional.empty();
    }

    private void take(Presence presence) {
        long now = pace.nanos();
        List<Assignment> absent = new ArrayList<>();
        List<Assignment> unwanted = new ArrayList<>();
        lock.lock();
        try {
            Seat seat = seats.get(presence.id());
            boolean changed;
            if (seat == null && !presence.isWhole()) {
                return; // it will tell all in a moment
            } else if (seat == null) {
                LOG.info("Worker {} is here, as {}", presence.name(), presence.id());
                seats.put(presence.id(), new Seat(id, presence, now));
                changed = true;
            } else {
                changed = seat.heard(presence, now);
                compare(seat, now, absent, unwanted);
            }
            if (changed) {
                catalogue = catalogue(offers());
            }
        } finally {
            lock.unlock();
        }
        unwanted.forEach(each -> order(each.worker(), new Order.Cancel(new Held(id, each.number()))));
        for (Assignment each : absent) {
            LOG.warn("Worker {} does not have what it was given", presence.name());
            ends(each, each::lost);
        }
        listener.run();
    }

    private void compare(Seat seat, long now, List<Assignment> absent, List<Assignment> unwanted) {
        var held = seat.presence().held().stream()
                .filter(each -> each.control().equals(id))
                .map(Held::number)
                .toList();
        for (Assignment each : seat.mine().values()) {
            if (held.contains(each.number())) {
                each.present();
                if (each.isCancelWanted()) {
                    unwanted.add(each);
                }
            } else if (each.isAbsent(now)) {
                absent.add(each);
            }
        }
    }

    private List<Offer> offers() {
        return seats.values().stream()
                .flatMap(seat -> seat.presence().offers().stream())
                .toList();
    }

    private Catalogue catalogue(List<Offer> offers) {
        Map<String, Pack> known = new HashMap<>();
        packs.forEach(pack -> known.put(pack.name(), pack));
        Map<String, Installed> installed = new LinkedHashMap<>();
        for (Offer offer : offers) {
            Pack pack = known.get(offer.pack());
            if (pack != null) {
                installed.putIfAbsent(offer.pack() + "@" + offer.digest(), offer.with(pack));
            }
        }
        List<Missing> missing = packs.stream()
                .filter(pack -> installed.values().stream()
                        .noneMatch(each -> each.pack().name().equals(pack.name())))
                .map(pack -> new Missing(pack, "no worker that is here offers it"))
                .toList();
        return new Catalogue(List.copyOf(installed.values()), missing);
    }

    private boolean tick() {
        bus.tell(Subjects.BEAT, new Writing().text(id).done());
        long now = pace.nanos();
        forgetSilent(now, Math.max(0, now - tickedNanos - 2 * TICK.toNanos()));
        tickedNanos = now;
        return true;
    }

    private void forgetSilent(long now, long asleepNanos) {
        List<Seat> silent = new ArrayList<>();
        lock.lock();
        try {
            for (Seat seat : List.copyOf(seats.values())) {
                seat.excused(asleepNanos);
                if (now - seat.heardNanos() > SILENCE_MAX.toNanos()) {
                    silent.add(seat);
                    seats.remove(seat.presence().id());
                    declines.forgetWorker(seat.presence().id());
                }
            }
            if (!silent.isEmpty()) {
                catalogue = catalogue(offers());
            }
        } finally {
            lock.unlock();
        }
        for (Seat seat : silent) {
            LOG.warn(
                    "Worker {} is silent; {} executions of it go to others",
                    seat.presence().name(),
                    seat.mine().size());
            List.copyOf(seat.mine().values()).forEach(each -> ends(each, each::lost));
        }
    }

    @Override
    public List<Standing> workers() {
        lock.lock();
        try {
            return seats.values().stream()
                    .map(seat -> standing(seat.presence()))
                    .sorted(Comparator.comparing(Standing::name).thenComparing(Standing::id))
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    private Standing standing(Presence presence) {
        List<String> runtimes = presence.offers().stream()
                .map(offer -> offer.pack() + "@" + offer.version())
                .distinct()
                .toList();
        State state = presence.draining()
                ? State.DRAINING
                : presence.cordoned() ? State.CORDONED : presence.ready() ? State.READY : State.UNREADY;
        return new Standing(
                presence.id(),
                presence.name(),
                state,
                presence.capacity(),
                presence.held().size(),
                presence.labels(),
                runtimes);
    }

    @Override
    public boolean tell(String worker, Wish wish) {
        lock.lock();
        try {
            if (!seats.containsKey(worker)) {
                return false;
            }
        } finally {
            lock.unlock();
        }
        order(
                worker,
                switch (wish) {
                    case CORDON -> new Order.Cordon();
                    case UNCORDON -> new Order.Uncordon();
                    case DRAIN -> new Order.Drain();
                });
        return true;
    }

    /** Gives nothing away any more. What workers have goes on until they notice that nobody waits for it. */
    @Override
    public void close() {
        ears.forEach(Bus.Ear::close);
        ticking.close();
    }
}
