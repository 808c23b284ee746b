package freehold.control.simulation;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import freehold.control.ledger.SigningKey;
import freehold.control.record.Entry;
import freehold.control.record.RecordUnavailable;
import freehold.control.record.Records;
import freehold.control.sql.MemoryDatabase;
import freehold.control.sql.SqlRecords;
import freehold.control.world.Packs;
import freehold.execution.ExecutionId;
import freehold.tenant.TenantId;
import freehold.wire.cluster.BusRoster;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** One course of a cluster: a load, faults by chance, then calm; and at the end the books. */
final class Trial {
    private static final SigningKey KEY = SigningKey.make();
    private static final long PATIENCE_MILLIS = 200_000;

    /** How much a tenant's share is of. */
    static final Map<TenantId, Integer> WEIGHTS =
            Map.of(new TenantId("ann"), 1, new TenantId("bob"), 1, new TenantId("cleo"), 2, new TenantId("dan"), 3);

    /** What is left out of the product, to show that a trial would see it. */
    enum Mutation {
        NONE,
        /** Whoever has an end writes it, also over another end, and if it was taken over. */
        UNFENCED,
        /** A control does not learn that a worker is gone, or does not have what it was given. */
        FORGETFUL
    }

    private final long seed;
    private final Mutation mutation;
    private final Profile profile;
    private final Random chance;
    private final VirtualTime time = new VirtualTime();
    private final Machine world = new Machine(time, "world");
    private final Network network;
    private final MemoryDatabase database;
    private final SqlRecords reader;
    private final Books books;
    private final Map<Integer, MadeUpControl> controls = new LinkedHashMap<>();
    private final Map<Integer, Machine> workers = new LinkedHashMap<>();
    private final Map<String, Integer> faults = new LinkedHashMap<>();
    private int processes;
    private double unfairest;

    private Trial(long seed, Mutation mutation) {
        this.seed = seed;
        this.mutation = mutation;
        this.profile = Profile.of(seed);
        this.chance = new Random(seed);
        this.network = new Network(time, new Random(chance.nextLong()), profile);
        this.database = new MemoryDatabase("simulation-" + seed + "-" + mutation, () -> Machine.micros(time));
        this.reader = database.unfenced(InstantSource.system(), () -> KEY, Runnable::run);
        this.books = new Books(database, reader);
    }

    /**
     * What came of a trial.
     *
     * @param problems none in a product that keeps its promises
     * @param trace the same for the same seed
     */
    record Result(long seed, List<String> problems, String counts, long trace) {
        boolean isGood() {
            return problems.isEmpty();
        }

        @Override
        public String toString() {
            return "seed " + seed + " (course %08x): ".formatted((int) trace) + counts
                    + (isGood() ? "; good" : "; BAD: " + String.join("; ", problems));
        }
    }

    static Result run(long seed, Mutation mutation) {
        Logger log = (Logger) LoggerFactory.getLogger("freehold");
        Level before = log.getLevel();
        log.setLevel(Boolean.getBoolean("simulation.log") ? Level.INFO : Level.OFF);
        try {
            return new Trial(seed, mutation).run();
        } finally {
            log.setLevel(before);
        }
    }

    private Result run() {
        try {
            for (int i = 0; i < profile.controls(); i++) {
                openControl(i);
            }
            for (int i = 0; i < profile.workers(); i++) {
                openWorker(i);
            }
            Load load = new Load(world, new Random(chance.nextLong()), profile, controls, books);
            load.begin();
            faultLater();
            long span = TimeUnit.MILLISECONDS.toNanos(profile.spanMillis());
            time.at(world, span, network::calm);
            boolean ended = time.runUntil(
                    span + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS),
                    () -> time.nanos() > span && load.isOver() && books.areClosed(time.nanos()));
            controls.values()
                    .forEach(each ->
                            unfairest = Math.max(unfairest, each.shares().worst()));
            return result(load, ended);
        } finally {
            time.end();
            controls.values().forEach(MadeUpControl::bury);
            reader.close();
            database.close();
        }
    }

    private Result result(Load load, boolean ended) {
        List<String> problems = new ArrayList<>(books.problems());
        if (!load.isOver()) {
            problems.add("not all was accepted");
        }
        for (String each : database.column("select e.id || ' ' || e.tenant || ' ' || coalesce(t.control, 'nobody') "
                + "from execution e left join tenure t on t.execution = e.id where e.state <> 'finished' limit 3")) {
            problems.add(where(each.split(" ")));
        }
        if (unfairest > 1) {
            problems.add("shares were unfair: " + unfairest + " of what is allowed");
        }
        String counts = profile.workers() + " workers, " + profile.controls() + " controls; " + books.counts()
                + "; faults " + faults + "; messages " + network.sent + ", lost " + network.lost + ", twice "
                + network.repeated + ", late " + network.late + "; unfairness %.2f of the bound".formatted(unfairest)
                + "; %.0f s".formatted(time.nanos() / 1e9) + (ended ? "" : ", and not ended");
        return new Result(seed, problems, counts, time.trace());
    }

    /** What is known of one that did not end. */
    private String where(String[] idTenantAndControl) {
        String holder = idTenantAndControl[2];
        return idTenantAndControl[0] + " is with " + holder + ": "
                + controls.values().stream()
                        .filter(each -> each.process().name().equals(holder))
                        .findFirst()
                        .map(each -> each.executions()
                                .live(new TenantId(idTenantAndControl[1]), new ExecutionId(idTenantAndControl[0]))
                                .map(live -> live.now().state().label() + " there, " + live.worker() + ", "
                                        + each.executions().waiting() + " wait")
                                .orElse("not there"))
                        .orElse("gone");
    }

    private void openControl(int place) {
        Machine process = new Machine(time, "ctl_" + place + "_" + processes++);
        Random its = new Random(chance.nextLong());
        process.start("boot", () -> {
            try {
                controls.put(place, control(place, process, its));
            } catch (RecordUnavailable away) {
                replace(place, process, "control not opened");
            }
        });
    }

    private MadeUpControl control(int place, Machine process, Random its) {
        Executor writing = process.writing(() -> TimeUnit.MICROSECONDS.toNanos(500 + its.nextInt(4_000)));
        SqlRecords records =
                database.records(process.clock(), () -> KEY, process.name(), writing, process::isWithoutDatabase);
        return new MadeUpControl(
                process,
                network.of(process),
                records,
                switch (mutation) {
                    case NONE, FORGETFUL -> records;
                    case UNFENCED -> unfenced(records, database.unfenced(process.clock(), () -> KEY, writing), writing);
                },
                new Shares.Rule(WEIGHTS, mutation != Mutation.FORGETFUL),
                its,
                () -> replace(place, process, "control superseded"));
    }

    private static @Nullable Object invoked(Method method, Records on, Object[] arguments) throws Throwable {
        try {
            return method.invoke(on, arguments);
        } catch (InvocationTargetException failed) {
            throw failed.getCause();
        }
    }

    private static boolean isEnd(Method method, Object[] arguments) {
        return method.getName().equals("save")
                && arguments.length == 1
                && ((Entry) arguments[0]).execution().outcome().isPresent();
    }

    /** Ends are written by somebody who does not look whose they are. */
    private Records unfenced(Records records, Records open, Executor writing) {
        return (Records) Proxy.newProxyInstance(
                Records.class.getClassLoader(), new Class<?>[] {Records.class}, (_, method, arguments) -> {
                    if (!isEnd(method, arguments)) {
                        return invoked(method, records, arguments);
                    }
                    String id = ((Entry) arguments[0]).execution().id().value();
                    writing.execute(() -> database.change("delete from execution where id = '" + id + "'"));
                    return invoked(method, open, arguments);
                });
    }

    /** It is gone, and what a unit does is start another one. */
    private void replace(int place, Machine gone, String why) {
        faults.merge(why, 1, Integer::sum);
        gone.kill();
        MadeUpControl dead = controls.get(place);
        if (dead != null && dead.process() == gone) {
            unfairest = Math.max(unfairest, dead.shares().worst());
            controls.remove(place);
            dead.bury();
        }
        time.at(world, time.nanos() + millis(500 + chance.nextInt(3_000)), () -> openControl(place));
    }

    private void openWorker(int place) {
        Machine process = new Machine(time, "wrk_" + place + "_" + processes++);
        workers.put(place, process);
        MadeUpCells cells = new MadeUpCells(process, 1 + place % 4);
        var _ = new BusRoster(
                        network.of(process),
                        new BusRoster.Identity(process.name(), process.name(), Map.of(), Packs.CATALOGUE.installed()),
                        () -> {},
                        process)
                .announce(cells);
    }

    private static long millis(long count) {
        return TimeUnit.MILLISECONDS.toNanos(count);
    }

    private void faultLater() {
        long pause = millis(1 + chance.nextInt(2 * profile.faultMillis()));
        if (time.nanos() + pause < millis(profile.spanMillis())) {
            time.at(world, time.nanos() + pause, () -> {
                fault();
                faultLater();
            });
        }
    }

    private void fault() {
        int kind = chance.nextInt(10);
        long until = time.nanos() + millis(200 + chance.nextInt(24_000));
        if (kind < 6) {
            workerFault(chance.nextInt(profile.workers()), kind % 3, until);
        } else {
            controlFault(chance.nextInt(profile.controls()), kind - 6, until);
        }
    }

    private void workerFault(int place, int kind, long until) {
        Machine worker = workers.getOrDefault(place, world);
        switch (kind) {
            case 0 -> {
                count("worker killed");
                worker.kill();
                network.of(worker).close();
                time.at(world, time.nanos() + millis(chance.nextInt(5_000)), () -> openWorker(place));
            }
            case 1 -> {
                count("worker stopped");
                worker.stallUntil(until);
            }
            default -> {
                count("worker cut off");
                worker.cutUntil(until);
            }
        }
    }

    private void controlFault(int place, int kind, long until) {
        MadeUpControl control = controls.get(place);
        if (control == null) {
            return;
        }
        switch (kind) {
            case 0 -> {
                network.of(control.process()).close();
                replace(place, control.process(), "control killed");
            }
            case 1 -> {
                count("control stopped");
                control.process().stallUntil(until);
            }
            case 2 -> {
                count("control cut off");
                control.process().cutUntil(until);
            }
            default -> {
                count("control without database");
                control.process().withoutDatabaseUntil(until);
            }
        }
    }

    private void count(String fault) {
        faults.merge(fault, 1, Integer::sum);
    }
}
