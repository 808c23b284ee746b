package freehold.worker.linux;

import static freehold.worker.workspace.Plans.aPlan;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import freehold.cell.CellSpec;
import freehold.cell.FilterClass;
import freehold.cell.Limits;
import freehold.cell.Program;
import freehold.dispatch.ProcessorWeight;
import freehold.execution.Outcome;
import freehold.execution.StepPlan;
import freehold.execution.Verdict;
import freehold.quantity.Bytes;
import freehold.wire.link.Lease;
import freehold.wire.link.Report;
import freehold.worker.cell.CellPool;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.helpers.NOPLogger;

/** What the kernel is told that programs of several tenants weigh, read from their control groups while they compute; needs root. */
@Tag("cell")
@Timeout(60)
class ProcessorShareTest {
    private static final Limits LIMITS = new Limits(
            Duration.ofSeconds(30), Duration.ofSeconds(40), Bytes.mebi(64), 16, Bytes.kibi(64), Bytes.mebi(8), 64);
    private static final Path GROUPS = Path.of("/sys/fs/cgroup");

    private final CellDaemon daemon = CellDaemon.start();
    private final LinuxCells cells = new LinuxCells(daemon.socket());
    private final CellPool pool = new CellPool(cells, PoolPolicy.forProcessors(2), System::nanoTime);
    private CellWorker worker;

    @BeforeEach
    void open(@TempDir Path directory) throws IOException {
        BuildCache cache = BuildCache.open(directory, Bytes.mebi(10), 100, InstantSource.system());
        worker = new CellWorker(
                Plans.WORKER, cells, pool, new MemoryBlobs(), cache, 4, System::nanoTime, NOPLogger.NOP_LOGGER);
    }

    @AfterEach
    void close() {
        worker.close();
        pool.close();
        cells.close();
        daemon.close();
    }

    /** A program that computes until it is cancelled. */
    private final class Computing implements AutoCloseable {
        private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        private final CountDownLatch begun = new CountDownLatch(1);
        private final String mark;
        private final Lease lease;

        Computing(String tenant, int share, String name) throws InterruptedException {
            mark = "computing-" + ProcessHandle.current().pid() + "-" + name;
            StepPlan step = new StepPlan(
                    new CellSpec(CellDaemon.ROOT, FilterClass.INTERPRETED, LIMITS),
                    new Program(
                            List.of("/bin/sh", "-c", "echo begun; while :; do :; done", mark),
                            Map.of("PATH", "/usr/bin:/bin")),
                    List.of());
            lease = worker.begin(aPlan().tenant(tenant).run(step).plan().sharing(share), report -> {
                switch (report) {
                    case Report.Output _ -> begun.countDown();
                    case Report.Finished(Outcome last) -> outcome.complete(last);
                    default -> {}
                }
            });
            assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
        }

        /** In the scale of {@code cpu.weight}, whichever version of control groups the host has; nothing without a cpu controller. */
        Optional<Integer> weight() throws IOException {
            Path group = GROUPS.resolve("unified").resolve("none");
            for (String line : Files.readAllLines(Path.of("/proc/" + pid() + "/cgroup"))) {
                String[] parts = line.split(":", 3);
                String below = parts[2].substring(1);
                if (List.of(parts[1].split(",")).contains("cpu")) {
                    Path shares = GROUPS.resolve(parts[1]).resolve(below).resolve("cpu.shares");
                    return Optional.of(read(shares) * 100 / 1024);
                }
                if (parts[1].isEmpty()) {
                    group = GROUPS.resolve(below);
                }
            }
            Path weight = group.resolve("cpu.weight");
            return Files.exists(weight) ? Optional.of(read(weight)) : Optional.empty();
        }

        private static int read(Path file) throws IOException {
            return Integer.parseInt(Files.readString(file).strip());
        }

        /** By the argument that no other process has. */
        private String pid() throws IOException {
            try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
                return processes
                        .map(each -> each.getFileName().toString())
                        .filter(name -> name.matches("\\d+"))
                        .filter(this::isMarked)
                        .findFirst()
                        .orElseThrow();
            }
        }

        private boolean isMarked(String pid) {
            try {
                return List.of(new String(Files.readAllBytes(Path.of("/proc/" + pid + "/cmdline")), UTF_8).split("\0"))
                        .contains(mark);
            } catch (IOException gone) {
                return false;
            }
        }

        @Override
        public void close() {
            lease.cancel();
            assertThat(outcome.join().verdict()).isEqualTo(Verdict.CANCELLED);
        }
    }

    /** The kernel is told a moment after the change. */
    private static void weighs(Computing program, int weight) throws IOException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (program.weight().orElseThrow() != weight && System.nanoTime() < until) {
            Thread.onSpinWait();
        }
        assertThat(program.weight()).contains(weight);
    }

    private static void requireController(Computing program) throws IOException {
        Assumptions.assumeTrue(program.weight().isPresent(), "no cpu controller of ours");
    }

    @Test
    void programs_of_two_tenants_weigh_as_their_shares_are() throws Exception {
        try (Computing ann = new Computing("ann", 1, "ann")) {
            requireController(ann);
            weighs(ann, ProcessorWeight.USUAL.value());

            try (Computing bob = new Computing("bob", 4, "bob")) {
                weighs(ann, 100);
                weighs(bob, 400);
            }
        }
    }

    @Test
    void programs_of_a_tenant_that_runs_two_weigh_a_fourth_each_and_the_first_one_learns_of_it() throws Exception {
        try (Computing bob = new Computing("bob", 4, "bob");
                Computing first = new Computing("ann", 1, "first")) {
            requireController(first);
            weighs(first, 100);

            try (Computing second = new Computing("ann", 1, "second")) {
                weighs(first, 25);
                weighs(second, 25);
                weighs(bob, 400);
            }

            weighs(first, 100);
        }
    }

    @Test
    void programs_of_one_tenant_alone_weigh_as_usual_whatever_its_share_is() throws Exception {
        try (Computing first = new Computing("bob", 4, "first");
                Computing second = new Computing("bob", 4, "second")) {
            requireController(first);

            assertThat(first.weight()).contains(ProcessorWeight.USUAL.value());
            assertThat(second.weight()).contains(ProcessorWeight.USUAL.value());
        }
    }
}
