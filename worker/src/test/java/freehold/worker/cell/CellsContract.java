package freehold.worker.cell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freehold.cell.Cause;
import freehold.cell.CellReport;
import freehold.cell.FilterClass;
import freehold.cell.Limits;
import freehold.cell.Program;
import freehold.dispatch.ProcessorWeight;
import freehold.execution.WorkPath;
import freehold.quantity.Bytes;
import freehold.wire.link.Stream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What each kind of cell must do, told by tests that each kind passes. */
@Timeout(30)
public abstract class CellsContract {
    protected static final Limits LIMITS = new Limits(
            Duration.ofSeconds(5), Duration.ofSeconds(10), Bytes.mebi(64), 16, Bytes.kibi(64), Bytes.mebi(8), 64);

    protected abstract Cells cells();

    protected abstract CellPrograms programs();

    /** A shape that this kind of cell knows. */
    protected abstract CellShape shape();

    protected static CellShape shapeOf(String root) {
        return new CellShape(
                root,
                FilterClass.INTERPRETED,
                LIMITS.memory(),
                LIMITS.processes(),
                LIMITS.disk(),
                LIMITS.openFiles(),
                Optional.empty());
    }

    @Test
    void brings_back_what_a_program_wrote_and_how_it_ended() {
        Heard heard = new Heard();
        try (Cell cell = cells().prepare(shape())) {
            CellReport report = cell.run(programs().printing("out", "err", 3), LIMITS, new byte[0], heard);

            assertThat(heard.text(Stream.STDOUT)).isEqualTo("out");
            assertThat(heard.text(Stream.STDERR)).isEqualTo("err");
            assertThat(heard.starts).isEqualTo(1);
            assertThat(report.cause()).isEqualTo(Cause.ITSELF);
            assertThat(report.exitCode()).isEqualTo(3);
            assertThat(report.signal()).isZero();
            assertThat(report.stdout()).isEqualTo(new Bytes(3));
            assertThat(report.wall()).isPositive();
        }
    }

    @Test
    void standard_input_arrives_whole_and_ends() {
        byte[] small = "hello\n".getBytes(UTF_8);
        Heard heard = new Heard();
        try (Cell cell = cells().prepare(shape())) {
            cell.run(programs().copying(), LIMITS, small, heard);

            assertThat(heard.text(Stream.STDOUT)).isEqualTo("hello\n");
        }
    }

    @Test
    void standard_input_is_empty_when_there_is_none() {
        Heard heard = new Heard();
        try (Cell cell = cells().prepare(shape())) {
            CellReport report = cell.run(programs().copying(), LIMITS, new byte[0], heard);

            assertThat(report.exitCode()).isZero();
            assertThat(heard.text(Stream.STDOUT)).isEmpty();
        }
    }

    @Test
    void large_input_and_large_output_do_not_wait_for_each_other() {
        byte[] large = new byte[3_000_000];
        Limits generous = outputOf(Bytes.mebi(4));
        Heard heard = new Heard();
        try (Cell cell = cells().prepare(shape())) {
            CellReport report = cell.run(programs().copying(), generous, large, heard);

            assertThat(report.exitCode()).isZero();
            assertThat(heard.size(Stream.STDOUT)).isEqualTo(large.length);
        }
    }

    @Test
    void a_program_need_not_read_its_input() {
        byte[] large = new byte[3_000_000];
        try (Cell cell = cells().prepare(shape())) {
            CellReport report = cell.run(programs().printing("bye", "", 0), LIMITS, large, new Heard());

            assertThat(report.cause()).isEqualTo(Cause.ITSELF);
            assertThat(cell.list(10).files()).isEmpty();
        }
    }

    @Test
    void output_of_exactly_the_limit_is_whole() {
        Heard heard = new Heard();
        try (Cell cell = cells().prepare(shape())) {
            CellReport report = cell.run(programs().writing(1_000), outputOf(new Bytes(1_000)), new byte[0], heard);

            assertThat(report.cause()).isEqualTo(Cause.ITSELF);
            assertThat(report.exitCode()).isZero();
            assertThat(heard.size(Stream.STDOUT)).isEqualTo(1_000);
        }
    }

    @Test
    void the_byte_after_the_limit_ends_the_program_and_the_allowed_part_is_kept() {
        Heard heard = new Heard();
        try (Cell cell = cells().prepare(shape())) {
            CellReport report = cell.run(programs().writing(1_001), outputOf(new Bytes(1_000)), new byte[0], heard);

            assertThat(report.cause()).isEqualTo(Cause.STDOUT);
            assertThat(heard.size(Stream.STDOUT)).isEqualTo(1_000);
        }
    }

    @Test
    void a_flood_ends_at_the_limit() {
        Heard heard = new Heard();
        try (Cell cell = cells().prepare(shape())) {
            CellReport report = cell.run(programs().flooding(), LIMITS, new byte[0], heard);

            assertThat(report.cause()).isEqualTo(Cause.STDOUT);
            assertThat(heard.size(Stream.STDOUT)).isEqualTo(LIMITS.output().count());
        }
    }

    @Test
    void the_wall_clock_ends_a_program_that_waits() {
        Limits brief = timesOf(Duration.ofSeconds(5), Duration.ofMillis(100));
        try (Cell cell = cells().prepare(shape())) {
            CellReport report = cell.run(programs().waiting(), brief, new byte[0], new Heard());

            assertThat(report.cause()).isEqualTo(Cause.WALL);
            assertThat(report.causeValue()).isGreaterThanOrEqualTo(100_000);
        }
    }

    @Test
    void the_cpu_limit_ends_a_program_that_spins() {
        Limits brief = timesOf(Duration.ofMillis(100), Duration.ofSeconds(10));
        try (Cell cell = cells().prepare(shape())) {
            CellReport report = cell.run(programs().spinning(), brief, new byte[0], new Heard());

            assertThat(report.cause()).isEqualTo(Cause.CPU);
            assertThat(report.causeValue()).isGreaterThanOrEqualTo(100_000);
            assertThat(report.cpu()).isGreaterThanOrEqualTo(Duration.ofMillis(100));
        }
    }

    @Test
    void a_signal_that_ended_a_program_is_named() {
        try (Cell cell = cells().prepare(shape())) {
            CellReport report = cell.run(programs().crashing(), LIMITS, new byte[0], new Heard());

            assertThat(report.cause()).isEqualTo(Cause.ITSELF);
            assertThat(report.signal()).isEqualTo(11);
        }
    }

    @Test
    void a_program_that_is_not_there_is_no_fault_of_the_cell() {
        try (Cell cell = cells().prepare(shape())) {
            CellReport report = cell.run(programs().missing(), LIMITS, new byte[0], new Heard());

            assertThat(report.cause()).isEqualTo(Cause.NO_EXEC);
            assertThat(report.exitCode()).isEqualTo(127);
            assertThat(report.causeValue()).isEqualTo(2);
        }
    }

    @Test
    void the_environment_is_what_was_given() {
        Heard heard = new Heard();
        try (Cell cell = cells().prepare(shape())) {
            cell.run(programs().showingWord("a = b"), LIMITS, new byte[0], heard);

            assertThat(heard.text(Stream.STDOUT)).isEqualTo("a = b");
        }
    }

    @Test
    void files_go_in_with_their_directories() throws IOException {
        Heard heard = new Heard();
        try (Cell cell = cells().prepare(shape())) {
            put(cell, "empty", "");
            put(cell, "a/b/c.txt", "content");

            cell.run(programs().showing("a/b/c.txt"), LIMITS, new byte[0], heard);

            assertThat(heard.text(Stream.STDOUT)).isEqualTo("content");
        }
    }

    @Test
    void a_file_larger_than_a_frame_goes_in_and_out() throws IOException {
        byte[] large = new byte[300_000];
        new Random(7).nextBytes(large);
        try (Cell cell = cells().prepare(shape())) {
            cell.put(new WorkPath("large"), false, large.length, new ByteArrayInputStream(large));

            cell.run(programs().printing("", "", 0), LIMITS, new byte[0], new Heard());

            assertThat(fetched(cell, "large")).contains(large);
        }
    }

    @Test
    void a_stream_of_another_size_is_refused() {
        try (Cell cell = cells().prepare(shape())) {
            assertThatThrownBy(() -> cell.put(new WorkPath("short"), false, 4, stream("abc")))
                    .isInstanceOf(IOException.class);
        }
        try (Cell cell = cells().prepare(shape())) {
            assertThatThrownBy(() -> cell.put(new WorkPath("long"), false, 2, stream("abc")))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void files_come_out_with_their_mode() throws IOException {
        try (Cell cell = cells().prepare(shape())) {
            put(cell, "source", "in");
            cell.run(programs().leaving("out/program", "text", true), LIMITS, new byte[0], new Heard());

            CellFiles files = cell.list(10);

            assertThat(files.truncated()).isFalse();
            assertThat(files.files())
                    .containsExactlyInAnyOrder(
                            new CellFiles.Found(new WorkPath("source"), 2, false),
                            new CellFiles.Found(new WorkPath("out/program"), 4, true));
            assertThat(fetched(cell, "out/program")).contains("text".getBytes(UTF_8));
        }
    }

    @Test
    void a_list_that_is_too_long_says_so() throws IOException {
        try (Cell cell = cells().prepare(shape())) {
            put(cell, "one", "");
            put(cell, "two", "");
            cell.run(programs().printing("", "", 0), LIMITS, new byte[0], new Heard());

            CellFiles files = cell.list(1);

            assertThat(files.truncated()).isTrue();
            assertThat(files.files()).hasSize(1);
        }
    }

    @Test
    void what_is_no_regular_file_stays_inside() throws IOException {
        try (Cell cell = cells().prepare(shape())) {
            put(cell, "secret", "s");
            cell.run(programs().linking("link", "secret"), LIMITS, new byte[0], new Heard());

            assertThat(cell.list(10).files()).containsExactly(new CellFiles.Found(new WorkPath("secret"), 1, false));
            assertThat(cell.fetch(new WorkPath("link"), Bytes.mebi(1))).isEmpty();
            assertThat(cell.fetch(new WorkPath("nothing"), Bytes.mebi(1))).isEmpty();
            assertThat(cell.fetch(new WorkPath("secret"), Bytes.NONE)).isEmpty();
            assertThat(fetched(cell, "secret")).contains("s".getBytes(UTF_8));
        }
    }

    @Test
    void a_fetched_file_may_be_closed_before_its_end() throws IOException {
        try (Cell cell = cells().prepare(shape())) {
            put(cell, "first", "x".repeat(200_000));
            put(cell, "second", "y");
            cell.run(programs().printing("", "", 0), LIMITS, new byte[0], new Heard());

            try (InputStream first =
                    cell.fetch(new WorkPath("first"), Bytes.mebi(1)).orElseThrow()) {
                assertThat(first.read()).isEqualTo('x');
            }

            assertThat(fetched(cell, "second")).contains("y".getBytes(UTF_8));
        }
    }

    @Test
    void killing_ends_a_running_program_with_a_report() {
        try (Cell cell = cells().prepare(shape())) {
            CellReport report = cell.run(programs().waiting(), LIMITS, new byte[0], new OnFirstOutput(cell::kill));

            assertThat(report.cause()).isEqualTo(Cause.KILLED);
            assertThat(report.wall()).isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void killing_works_while_input_is_stuck() {
        byte[] large = new byte[3_000_000];
        try (Cell cell = cells().prepare(shape())) {
            Optional<CellReport> report = Optional.empty();
            try {
                report = Optional.of(cell.run(programs().waiting(), LIMITS, large, new OnFirstOutput(cell::kill)));
            } catch (CellClosed closed) {
                assertThat(closed).hasMessage("the cell was closed");
            }

            assertThat(report.map(CellReport::cause).orElse(Cause.KILLED)).isEqualTo(Cause.KILLED);
        }
    }

    @Test
    void killing_before_the_program_leaves_no_cell_to_run_it() {
        try (Cell cell = cells().prepare(shape())) {
            cell.kill();

            assertThatThrownBy(() -> cell.run(programs().printing("", "", 0), LIMITS, new byte[0], new Heard()))
                    .isInstanceOf(CellClosed.class);
        }
    }

    @Test
    void killing_after_the_end_does_nothing() throws IOException {
        try (Cell cell = cells().prepare(shape())) {
            put(cell, "file", "f");
            cell.run(programs().printing("", "", 0), LIMITS, new byte[0], new Heard());

            cell.kill();
            cell.signal(15);

            assertThat(fetched(cell, "file")).contains("f".getBytes(UTF_8));
        }
    }

    @Test
    void a_signal_reaches_the_program() {
        try (Cell cell = cells().prepare(shape())) {
            CellReport report =
                    cell.run(programs().waiting(), LIMITS, new byte[0], new OnFirstOutput(() -> cell.signal(15)));

            assertThat(report.cause()).isEqualTo(Cause.ITSELF);
            assertThat(report.signal()).isEqualTo(15);
        }
    }

    @Test
    void a_program_can_be_weighed_before_while_and_after_it_runs() {
        try (Cell cell = cells().prepare(shape())) {
            cell.weigh(new ProcessorWeight(25));
            CellReport report = cell.run(programs().waiting(), LIMITS, new byte[0], new OnFirstOutput(() -> {
                cell.weigh(new ProcessorWeight(1));
                cell.signal(15);
            }));
            cell.weigh(ProcessorWeight.USUAL);

            assertThat(report.signal()).isEqualTo(15);
        }
    }

    @Test
    void closing_from_elsewhere_ends_a_run() throws InterruptedException {
        Cell cell = cells().prepare(shape());
        CountDownLatch running = new CountDownLatch(1);
        List<Throwable> thrown = Collections.synchronizedList(new ArrayList<>());
        Thread runner = Thread.ofVirtual().start(() -> {
            try {
                cell.run(programs().waiting(), LIMITS, new byte[0], new OnFirstOutput(running::countDown));
            } catch (CellClosed closed) {
                thrown.add(closed);
            }
        });
        running.await();

        cell.close();
        runner.join();

        assertThat(thrown).hasSize(1);
    }

    @Test
    void a_cell_waits_until_it_is_used_or_closed() {
        Cell cell = cells().prepare(shape());
        boolean before = cell.isWaiting();
        cell.run(programs().printing("", "", 0), LIMITS, new byte[0], new Heard());
        boolean afterRun = cell.isWaiting();
        cell.close();

        assertThat(List.of(before, afterRun, cell.isWaiting())).containsExactly(true, false, false);
    }

    @Test
    void what_one_cell_holds_another_does_not() throws IOException {
        try (Cell first = cells().prepare(shape());
                Cell second = cells().prepare(shape())) {
            put(first, "mine", "m");
            first.run(programs().printing("", "", 0), LIMITS, new byte[0], new Heard());

            second.run(programs().printing("", "", 0), LIMITS, new byte[0], new Heard());

            assertThat(second.list(10).files()).isEmpty();
        }
    }

    @Test
    void is_available() {
        assertThat(cells().available()).isTrue();
    }

    private static Limits outputOf(Bytes output) {
        return new Limits(
                LIMITS.cpu(),
                LIMITS.wall(),
                LIMITS.memory(),
                LIMITS.processes(),
                output,
                LIMITS.disk(),
                LIMITS.openFiles());
    }

    private static Limits timesOf(Duration cpu, Duration wall) {
        return new Limits(
                cpu, wall, LIMITS.memory(), LIMITS.processes(), LIMITS.output(), LIMITS.disk(), LIMITS.openFiles());
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }

    private static void put(Cell cell, String path, String text) throws IOException {
        cell.put(new WorkPath(path), false, text.getBytes(UTF_8).length, stream(text));
    }

    private static Optional<byte[]> fetched(Cell cell, String path) throws IOException {
        try (InputStream bytes = cell.fetch(new WorkPath(path), Bytes.mebi(1)).orElse(null)) {
            return bytes == null ? Optional.empty() : Optional.of(bytes.readAllBytes());
        }
    }

    /** Remembers what it was told. */
    private static class Heard implements CellEvents {
        private final Map<Stream, ByteArrayOutputStream> written = new EnumMap<>(Stream.class);
        private int starts;

        @Override
        public void started() {
            starts++;
        }

        @Override
        public void output(Stream stream, byte[] bytes) {
            written.computeIfAbsent(stream, _ -> new ByteArrayOutputStream()).writeBytes(bytes);
        }

        String text(Stream stream) {
            return written.getOrDefault(stream, new ByteArrayOutputStream()).toString(UTF_8);
        }

        int size(Stream stream) {
            return written.getOrDefault(stream, new ByteArrayOutputStream()).size();
        }
    }

    /** Does something, once, when the program has shown that it runs. */
    private record OnFirstOutput(Runnable action) implements CellEvents {
        @Override
        public void started() {}

        @Override
        public void output(Stream stream, byte[] bytes) {
            action.run();
        }
    }

    /** A program with an empty environment. */
    protected static Program program(String... argv) {
        return new Program(List.of(argv), Map.of());
    }
}
