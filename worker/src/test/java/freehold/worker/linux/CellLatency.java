package freehold.worker.linux;

import freehold.cell.CellSpec;
import freehold.cell.FilterClass;
import freehold.cell.Limits;
import freehold.cell.Program;
import freehold.execution.Plan;
import freehold.execution.StepPlan;
import freehold.execution.Verdict;
import freehold.quantity.Bytes;
import freehold.wire.link.Report;
import freehold.wire.link.Stream;
import freehold.worker.cell.Cell;
import freehold.worker.cell.CellEvents;
import freehold.worker.cell.CellPool;
import freehold.worker.cell.CellShape;
import freehold.worker.cell.PoolPolicy;
import freehold.worker.execution.CellWorker;
import freehold.worker.workspace.BuildCache;
import freehold.worker.workspace.MemoryBlobs;
import freehold.worker.workspace.Plans;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.slf4j.helpers.NOPLogger;

/**
 * Measures, does not test: how long Java waits for a cell and for a program in it. Run it as root with the test class path; prints
 * microseconds.
 */
final class CellLatency {
    private static final int WARM_UP = 300;
    private static final int ROUNDS = 500;
    private static final Limits LIMITS = new Limits(
            Duration.ofSeconds(5), Duration.ofSeconds(15), Bytes.mebi(256), 64, Bytes.mebi(1), Bytes.mebi(64), 256);
    private static final CellSpec SPEC = new CellSpec(CellDaemon.ROOT, FilterClass.INTERPRETED, LIMITS);
    private static final Program HELLO = new Program(List.of("/usr/bin/echo", "hello"), Map.of());
    private static final CellEvents NOTHING = new CellEvents() {
        @Override
        public void started() {}

        @Override
        public void output(Stream stream, byte[] bytes) {}
    };

    private CellLatency() {}

    public static void main(String[] arguments) throws IOException {
        try (CellDaemon daemon = CellDaemon.start();
                LinuxCells cells = new LinuxCells(daemon.socket())) {
            cells(cells);
            worker(cells, "worker on demand", PoolPolicy.none());
            worker(
                    cells,
                    "worker pooled",
                    PoolPolicy.forProcessors(Runtime.getRuntime().availableProcessors()));
        }
    }

    private static void cells(LinuxCells cells) {
        CellShape shape = CellShape.of(new StepPlan(SPEC, HELLO, List.of()));
        Sample prepare = new Sample("prepare");
        Sample run = new Sample("run in a waiting cell");
        Sample inside = new Sample("  of that, wall time in the cell");
        Sample close = new Sample("close");
        for (int i = 0; i < WARM_UP + ROUNDS; i++) {
            pause();
            long began = System.nanoTime();
            Cell cell = cells.prepare(shape);
            long prepared = System.nanoTime();
            pause();
            long before = System.nanoTime();
            var report = cell.run(HELLO, LIMITS, new byte[0], NOTHING);
            long ended = System.nanoTime();
            cell.close();
            close.add(System.nanoTime() - ended);
            prepare.add(prepared - began);
            run.add(ended - before);
            inside.add(report.wall().toNanos());
        }
        prepare.print();
        run.print();
        inside.print();
        close.print();
    }

    private static void worker(LinuxCells cells, String name, PoolPolicy policy) throws IOException {
        Path directory = Files.createTempDirectory("freehold-latency-");
        Plan plan = Plans.aPlan().run(new StepPlan(SPEC, HELLO, List.of())).plan();
        Sample all = new Sample(name + ", begin to finished");
        try (CellPool pool = new CellPool(cells, policy, System::nanoTime);
                CellWorker worker = new CellWorker(
                        cells,
                        pool,
                        new MemoryBlobs(),
                        BuildCache.open(directory, Bytes.mebi(1), 10, InstantSource.system()),
                        4,
                        System::nanoTime,
                        NOPLogger.NOP_LOGGER)) {
            for (int i = 0; i < WARM_UP + ROUNDS; i++) {
                pause();
                all.add(one(worker, plan));
            }
            all.print();
            for (int clients = 1; clients <= 4; clients *= 2) {
                throughput(worker, plan, name, clients);
            }
        } finally {
            Files.delete(directory);
        }
    }

    private static long one(CellWorker worker, Plan plan) {
        CompletableFuture<Verdict> verdict = new CompletableFuture<>();
        long began = System.nanoTime();
        worker.begin(plan, report -> {
            if (report instanceof Report.Finished finished) {
                verdict.complete(finished.outcome().verdict());
            }
        });
        if (verdict.join() != Verdict.SUCCEEDED) {
            throw new IllegalStateException("it " + verdict.join());
        }
        return System.nanoTime() - began;
    }

    private static void throughput(CellWorker worker, Plan plan, String name, int clients) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
        List<CompletableFuture<Integer>> done = IntStream.range(0, clients)
                .mapToObj(_ -> CompletableFuture.supplyAsync(
                        () -> {
                            int count = 0;
                            while (System.nanoTime() < until) {
                                one(worker, plan);
                                count++;
                            }
                            return count;
                        },
                        task -> Thread.ofPlatform().start(task)))
                .toList();
        int sum = done.stream().mapToInt(CompletableFuture::join).sum();
        System.out.printf(Locale.ROOT, "%-44s %6d /s with %d clients%n", name, sum / 2, clients);
    }

    private static void pause() {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }

    private static final class Sample {
        private final String name;
        private final long[] nanos = new long[ROUNDS];
        private int count;

        Sample(String name) {
            this.name = name;
        }

        void add(long value) {
            if (count++ >= WARM_UP) {
                nanos[count - WARM_UP - 1] = value;
            }
        }

        void print() {
            Arrays.sort(nanos);
            System.out.printf(
                    Locale.ROOT,
                    "%-44s min %6d  p50 %6d  p99 %6d%n",
                    name,
                    nanos[0] / 1_000,
                    nanos[ROUNDS / 2] / 1_000,
                    nanos[ROUNDS * 99 / 100] / 1_000);
        }
    }
}
