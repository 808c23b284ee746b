package freehold.worker.linux;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import freehold.cell.Cause;
import freehold.cell.CellReport;
import freehold.cell.FilterClass;
import freehold.cell.Limits;
import freehold.cell.Program;
import freehold.dispatch.ProcessorWeight;
import freehold.execution.WorkPath;
import freehold.quantity.Bytes;
import freehold.wire.frame.Answer;
import freehold.wire.frame.Order;
import freehold.wire.link.Stream;
import freehold.worker.cell.Cell;
import freehold.worker.cell.CellEvents;
import freehold.worker.cell.CellFault;
import freehold.worker.cell.CellFiles;
import freehold.worker.cell.CellShape;
import freehold.worker.cell.CellsUnavailable;
import freehold.worker.linux.ScriptedDaemon.Script;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the worker makes of a daemon that is slow, wrong, or gone. */
@Timeout(20)
class ConversationTest {
    private static final Limits LIMITS = new Limits(
            Duration.ofSeconds(1), Duration.ofSeconds(2), Bytes.mebi(64), 16, Bytes.mebi(1), Bytes.mebi(1), 64);
    private static final CellShape SHAPE =
            new CellShape("c", FilterClass.COMPILED, Bytes.mebi(64), 16, Bytes.mebi(1), 64, Optional.empty());
    private static final Program PROGRAM = new Program(List.of("/bin/true"), Map.of("B", "2", "A", "1"));
    private static final CellReport REPORT = new CellReport(
            Cause.ITSELF,
            0,
            0,
            Duration.ZERO,
            Duration.ZERO,
            Bytes.NONE,
            1,
            0,
            0,
            Bytes.NONE,
            Bytes.NONE,
            Bytes.NONE,
            0,
            Duration.ZERO,
            Duration.ZERO,
            0,
            0,
            false);

    @Test
    void without_a_daemon_no_cells_are_available(@TempDir Path directory) {
        try (LinuxCells cells = new LinuxCells(directory.resolve("nobody"))) {
            assertThatThrownBy(() -> cells.prepare(SHAPE))
                    .isInstanceOf(CellsUnavailable.class)
                    .hasMessageContaining("no cell daemon answers");
            assertThat(cells.available()).isFalse();
        }
    }

    @Test
    void a_cell_is_asked_for_by_what_must_be_known_before_its_program() throws IOException {
        try (ScriptedDaemon daemon = new ScriptedDaemon(ready(talk -> talk.hear()));
                LinuxCells cells = new LinuxCells(daemon.socket())) {
            cells.prepare(SHAPE).close();

            assertThat(daemon.orders.getFirst())
                    .isEqualTo(new Order.Prepare(
                            "c", FilterClass.COMPILED, 64 << 20, 16, 1 << 20, 256 + 1_024, 64, 1 << 20));
        }
    }

    @Test
    void a_daemon_that_hangs_up_makes_no_cell() throws IOException {
        try (ScriptedDaemon daemon = new ScriptedDaemon(ScriptedDaemon.Talk::hear);
                LinuxCells cells = new LinuxCells(daemon.socket())) {
            assertThatThrownBy(() -> cells.prepare(SHAPE)).isInstanceOf(CellsUnavailable.class);
        }
    }

    @Test
    void a_fault_is_told_with_step_and_errno() throws IOException {
        Script faulty = talk -> {
            talk.hear();
            talk.say(new Answer.Fault("cgroup.open", 13, "memory.limit_in_bytes"));
        };
        try (ScriptedDaemon daemon = new ScriptedDaemon(faulty);
                LinuxCells cells = new LinuxCells(daemon.socket())) {
            CellFault fault = catchThrowableOfType(CellFault.class, () -> cells.prepare(SHAPE));

            assertThat(fault.step()).isEqualTo("cgroup.open");
            assertThat(fault.errno()).isEqualTo(13);
            assertThat(fault).hasMessageContaining("memory.limit_in_bytes");
        }
    }

    @Test
    void an_answer_out_of_order_is_a_fault() throws IOException {
        Script confused = talk -> {
            talk.hear();
            talk.say(new Answer.Started());
        };
        try (ScriptedDaemon daemon = new ScriptedDaemon(confused);
                LinuxCells cells = new LinuxCells(daemon.socket())) {
            assertThatThrownBy(() -> cells.prepare(SHAPE)).isInstanceOf(CellFault.class);
        }
    }

    @Test
    void an_answer_that_is_no_frame_is_a_fault() throws IOException {
        Script garbled = talk -> {
            talk.hear();
            talk.sayBytes(ByteBuffer.wrap("HTTP/1.1 400 Bad Request".getBytes(UTF_8)));
        };
        try (ScriptedDaemon daemon = new ScriptedDaemon(garbled);
                LinuxCells cells = new LinuxCells(daemon.socket())) {
            assertThatThrownBy(() -> cells.prepare(SHAPE)).isInstanceOf(CellFault.class);
        }
    }

    @Test
    void a_daemon_that_says_nothing_is_not_waited_for_without_end() throws IOException {
        Script mute = talk -> {
            talk.hear();
            talk.hear();
        };
        Watchdog hasty = new Watchdog(Duration.ofMillis(50), Duration.ofMillis(10));
        try (ScriptedDaemon daemon = new ScriptedDaemon(mute);
                LinuxCells cells = new LinuxCells(daemon.socket(), hasty)) {
            assertThatThrownBy(() -> cells.prepare(SHAPE))
                    .isInstanceOf(CellsUnavailable.class)
                    .hasMessage("the cell daemon does not answer");
        }
    }

    @Test
    void files_program_and_input_are_sent_in_their_order() throws IOException {
        Script obedient = ready(talk -> {
            talk.hearUntil(Order.InputEnd.class);
            talk.say(new Answer.Started(), new Answer.Exit(REPORT));
        });
        Heard heard = new Heard();
        try (ScriptedDaemon daemon = new ScriptedDaemon(obedient);
                LinuxCells cells = new LinuxCells(daemon.socket());
                Cell cell = cells.prepare(SHAPE)) {
            cell.put(new WorkPath("a"), true, 2, stream("xy"));
            cell.run(PROGRAM, LIMITS, "in".getBytes(UTF_8), heard);

            assertThat(daemon.orders.subList(1, daemon.orders.size()))
                    .extracting(order -> order.getClass().getSimpleName())
                    .containsExactly("Put", "Data", "Exec", "Input", "InputEnd");
            Order.Exec exec = (Order.Exec) daemon.orders.get(3);
            assertThat(exec.env()).containsExactly("A=1", "B=2");
            assertThat(exec.cpuMicros()).isEqualTo(1_000_000);
            assertThat(heard.starts).isEqualTo(1);
        }
    }

    @Test
    void a_weight_is_told_with_the_program_and_again_when_it_changes() throws IOException {
        Script obedient = ready(talk -> {
            talk.hearUntil(Order.Exec.class);
            talk.say(new Answer.Started());
            talk.hearUntil(Order.Weigh.class);
            talk.say(new Answer.Exit(REPORT));
        });
        try (ScriptedDaemon daemon = new ScriptedDaemon(obedient);
                LinuxCells cells = new LinuxCells(daemon.socket());
                Cell cell = cells.prepare(SHAPE)) {
            cell.weigh(new ProcessorWeight(50));
            cell.weigh(new ProcessorWeight(25));
            Heard heard = new Heard() {
                @Override
                public void started() {
                    cell.weigh(new ProcessorWeight(25));
                    cell.weigh(new ProcessorWeight(11));
                }
            };
            cell.run(PROGRAM, LIMITS, new byte[0], heard);
            cell.weigh(ProcessorWeight.USUAL);

            assertThat(daemon.orders.subList(1, daemon.orders.size()))
                    .filteredOn(order -> !(order instanceof Order.Exec))
                    .containsExactly(new Order.Weigh(25), new Order.Weigh(11));
            assertThat(daemon.orders.get(1)).isEqualTo(new Order.Weigh(25));
        }
    }

    @Test
    void what_starts_ahead_weighs_little_until_it_has_its_program() throws IOException {
        Script obedient = ready(talk -> {
            talk.hearUntil(Order.Warm.class);
            talk.say(new Answer.Warmed(1));
            talk.hearUntil(Order.Exec.class);
            talk.say(new Answer.Started(), new Answer.Exit(REPORT));
        });
        CellShape warm =
                new CellShape("c", FilterClass.COMPILED, Bytes.mebi(64), 16, Bytes.mebi(1), 64, Optional.of(PROGRAM));
        try (ScriptedDaemon daemon = new ScriptedDaemon(obedient);
                LinuxCells cells = new LinuxCells(daemon.socket());
                Cell cell = cells.prepare(warm)) {
            cell.run(PROGRAM, LIMITS, new byte[0], new Heard());

            assertThat(daemon.orders.subList(1, daemon.orders.size()))
                    .filteredOn(Order.Weigh.class::isInstance)
                    .containsExactly(
                            new Order.Weigh(ProcessorWeight.AHEAD.value()),
                            new Order.Weigh(ProcessorWeight.USUAL.value()));
            assertThat(daemon.orders)
                    .extracting(order -> order.getClass().getSimpleName())
                    .containsExactly("Prepare", "Weigh", "Warm", "Weigh", "Exec");
        }
    }

    @Test
    void output_in_small_pieces_makes_few_events() throws IOException {
        Answer[] pieces = new Answer[1_000];
        for (int i = 0; i < 999; i++) {
            Stream stream = i < 500 ? Stream.STDOUT : Stream.STDERR;
            pieces[i] = new Answer.Output(stream, ByteBuffer.wrap(new byte[] {(byte) i}));
        }
        pieces[999] = new Answer.Exit(REPORT);
        Script chatty = ready(talk -> {
            talk.hear();
            talk.say(pieces);
        });
        Heard heard = new Heard();
        try (ScriptedDaemon daemon = new ScriptedDaemon(chatty);
                LinuxCells cells = new LinuxCells(daemon.socket());
                Cell cell = cells.prepare(SHAPE)) {
            cell.run(PROGRAM, LIMITS, new byte[0], heard);

            assertThat(heard.pieces).hasSizeLessThan(100);
            assertThat(heard.pieces.stream().mapToInt(String::length).sum()).isEqualTo(999);
        }
    }

    @Test
    void a_daemon_that_dies_during_a_run_is_no_verdict() throws IOException {
        Script dying = ready(talk -> {
            talk.hear();
            talk.say(new Answer.Started());
        });
        try (ScriptedDaemon daemon = new ScriptedDaemon(dying);
                LinuxCells cells = new LinuxCells(daemon.socket());
                Cell cell = cells.prepare(SHAPE)) {
            assertThatThrownBy(() -> cell.run(PROGRAM, LIMITS, new byte[0], new Heard()))
                    .isInstanceOf(CellsUnavailable.class)
                    .hasMessageContaining("gone");
        }
    }

    @Test
    void a_fault_is_heard_even_when_writing_fails_first() throws IOException {
        Script full = ready(talk -> {
            talk.hear();
            talk.say(new Answer.Fault("DATA", 28, "the files do not fit"));
        });
        byte[] large = new byte[4 << 20];
        try (ScriptedDaemon daemon = new ScriptedDaemon(full);
                LinuxCells cells = new LinuxCells(daemon.socket());
                Cell cell = cells.prepare(SHAPE)) {
            CellFault fault = catchThrowableOfType(CellFault.class, () -> {
                cell.put(new WorkPath("a"), false, large.length, new ByteArrayInputStream(large));
                cell.run(PROGRAM, LIMITS, new byte[0], new Heard());
            });

            assertThat(fault.errno()).isEqualTo(28);
        }
    }

    @Test
    void names_that_are_no_paths_are_left_out() throws IOException {
        Script littered = ended(talk -> {
            talk.hear();
            talk.say(
                    entry("good/näme".getBytes(UTF_8)),
                    entry("not-utf-8-\u00ff".getBytes(ISO_8859_1)),
                    entry("line\nbreak".getBytes(UTF_8)),
                    entry("../above".getBytes(UTF_8)),
                    entry("/absolute".getBytes(UTF_8)),
                    new Answer.End(false));
        });
        try (ScriptedDaemon daemon = new ScriptedDaemon(littered);
                LinuxCells cells = new LinuxCells(daemon.socket());
                Cell cell = cells.prepare(SHAPE)) {
            cell.run(PROGRAM, LIMITS, new byte[0], new Heard());

            CellFiles files = cell.list(10);

            assertThat(files.files()).containsExactly(new CellFiles.Found(new WorkPath("good/näme"), 1, false));
        }
    }

    @Test
    void a_file_that_is_shorter_than_announced_is_a_fault() throws IOException {
        Script lying = ended(talk -> {
            talk.hear();
            talk.say(new Answer.File(10), new Answer.Data(ByteBuffer.allocate(9)), new Answer.End(false));
        });
        assertThatThrownBy(() -> fetchFrom(lying)).isInstanceOf(CellFault.class);
    }

    @Test
    void a_file_that_is_longer_than_announced_is_a_fault() throws IOException {
        Script lying = ended(talk -> {
            talk.hear();
            talk.say(new Answer.File(10), new Answer.Data(ByteBuffer.allocate(11)), new Answer.End(false));
        });
        assertThatThrownBy(() -> fetchFrom(lying)).isInstanceOf(CellFault.class);
    }

    private static void fetchFrom(Script script) throws IOException {
        try (ScriptedDaemon daemon = new ScriptedDaemon(script);
                LinuxCells cells = new LinuxCells(daemon.socket());
                Cell cell = cells.prepare(SHAPE)) {
            cell.run(PROGRAM, LIMITS, new byte[0], new Heard());
            InputStream bytes = cell.fetch(new WorkPath("a"), Bytes.kibi(1)).orElseThrow();
            bytes.readAllBytes();
        }
    }

    /** Makes a cell, and goes on. */
    private static Script ready(Script then) {
        return talk -> {
            talk.hear();
            talk.say(new Answer.Ready(400));
            then.play(talk);
        };
    }

    /** Makes a cell, lets its program end, and goes on. */
    private static Script ended(Script then) {
        return ready(talk -> {
            talk.hearUntil(Order.Exec.class);
            talk.say(new Answer.Started(), new Answer.Exit(REPORT));
            then.play(talk);
        });
    }

    private static Answer.Entry entry(byte[] name) {
        return new Answer.Entry(ByteBuffer.wrap(name), 1, 0644);
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }

    private static class Heard implements CellEvents {
        private final List<String> pieces = new ArrayList<>();
        private int starts;

        @Override
        public void started() {
            starts++;
        }

        @Override
        public void output(Stream stream, byte[] bytes) {
            pieces.add(new String(bytes, ISO_8859_1));
        }
    }
}
