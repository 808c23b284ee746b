package freehold.worker.execution;

import static freehold.worker.workspace.Plans.aPlan;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import freehold.cell.Signal;
import freehold.cell.TerminalSize;
import freehold.execution.Dialogue;
import freehold.wire.link.Hearing;
import freehold.wire.link.Speech;
import freehold.worker.cell.CellShape;
import freehold.worker.cell.FakeCell;
import freehold.worker.cell.FakeCells;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an execution hears before, while and after its program runs. */
@Timeout(20)
class InletTest {
    private static final Dialogue OPEN = new Dialogue(Dialogue.Input.STAYS_OPEN, Optional.empty());
    private static final Dialogue AT_TERMINAL =
            new Dialogue(Dialogue.Input.STAYS_OPEN, Optional.of(new TerminalSize(24, 80)));
    private static final Dialogue ONLY_TERMINAL =
            new Dialogue(Dialogue.Input.ENDS, Optional.of(new TerminalSize(24, 80)));

    private static Speech input(int bytes) {
        return new Speech.Input(new byte[bytes]);
    }

    private static FakeCell cell() {
        FakeCells cells = new FakeCells();
        var _ = cells.prepare(CellShape.of(aPlan().plan().run()));
        return cells.made().getFirst();
    }

    @Test
    void waits_with_so_much_and_no_more_while_the_program_has_not_begun() {
        try (Inlet inlet = new Inlet(OPEN, new byte[0])) {
            long number = 0;
            while (inlet.hear(number, input(Speech.INPUT_MAX)) == Hearing.TAKEN) {
                number++;
            }

            assertThat(number).isEqualTo(4);
            assertThat(inlet.hear(99, input(Speech.INPUT_MAX))).isEqualTo(Hearing.LATER);
            assertThat(inlet.hear(100, new Speech.Signalled(Signal.SIGTERM))).isEqualTo(Hearing.TAKEN);
        }
    }

    @Test
    void gives_no_more_than_the_program_takes() throws InterruptedException {
        FakeCell cell = cell();
        try (Inlet inlet = new Inlet(OPEN, new byte[0])) {
            inlet.open(cell); // and nobody tells what was taken
            assertThat(taken(inlet, 0, 2)).isEqualTo(2);
            cell.awaitGiven(2L * Speech.INPUT_MAX);
            assertThat(taken(inlet, 2, 10)).isEqualTo(4);
            assertThat(cell.given()).isEqualTo(2L * Speech.INPUT_MAX);

            inlet.taken(2L * Speech.INPUT_MAX);

            cell.awaitGiven(4L * Speech.INPUT_MAX);
            assertThat(taken(inlet, 6, 10)).isEqualTo(2);
            assertThat(cell.given()).isEqualTo(4L * Speech.INPUT_MAX);
        }
    }

    private static long taken(Inlet inlet, long from, long most) {
        long number = 0;
        while (number < most && inlet.hear(from + number, input(Speech.INPUT_MAX)) == Hearing.TAKEN) {
            number++;
        }
        return number;
    }

    @Test
    void waits_with_only_so_many_speeches_however_short_they_are() {
        try (Inlet inlet = new Inlet(OPEN, new byte[0]);
                Inlet terminal = new Inlet(AT_TERMINAL, new byte[0])) {
            long bytes = 0;
            while (bytes < 10_000 && inlet.hear(bytes, input(1)) == Hearing.TAKEN) {
                bytes++;
            }
            long ends = 0;
            while (ends < 10_000 && terminal.hear(ends, new Speech.InputEnd()) == Hearing.TAKEN) {
                ends++;
            }

            assertThat(bytes).isBetween(1_000L, 5_000L);
            assertThat(ends).isBetween(1_000L, 5_000L);
        }
    }

    @Test
    void hears_a_repetition_as_one() {
        try (Inlet inlet = new Inlet(OPEN, new byte[0])) {
            for (int i = 0; i < 100; i++) {
                assertThat(inlet.hear(7, input(Speech.INPUT_MAX))).isEqualTo(Hearing.TAKEN);
            }

            assertThat(inlet.hear(8, input(3 * Speech.INPUT_MAX / 4))).isEqualTo(Hearing.TAKEN); // there is room still
        }
    }

    @Test
    void takes_nothing_after_the_end_of_input_or_of_the_program() {
        Inlet inlet = new Inlet(OPEN, new byte[0]);
        assertThat(inlet.hear(1, new Speech.InputEnd())).isEqualTo(Hearing.TAKEN);
        assertThat(inlet.hear(2, input(1))).isEqualTo(Hearing.OVER);
        assertThat(inlet.hear(3, new Speech.Signalled(Signal.SIGINT))).isEqualTo(Hearing.TAKEN);

        inlet.close();

        assertThat(inlet.hear(4, new Speech.Signalled(Signal.SIGINT))).isEqualTo(Hearing.OVER);
    }

    @Test
    void takes_more_after_an_end_that_was_typed() {
        try (Inlet inlet = new Inlet(AT_TERMINAL, new byte[0])) {
            assertThat(inlet.hear(1, new Speech.InputEnd())).isEqualTo(Hearing.TAKEN);
            assertThat(inlet.hear(2, input(1))).isEqualTo(Hearing.TAKEN);
        }
    }

    @Test
    void refuses_what_the_program_was_not_asked_for() {
        try (Inlet none = new Inlet(Dialogue.NONE, new byte[0]);
                Inlet open = new Inlet(OPEN, new byte[0]);
                Inlet terminal = new Inlet(ONLY_TERMINAL, "given".getBytes(UTF_8))) {
            assertThat(none.hear(1, input(1))).isEqualTo(Hearing.NOT_FOR_IT);
            assertThat(none.hear(2, new Speech.Signalled(Signal.SIGINT))).isEqualTo(Hearing.NOT_FOR_IT);
            assertThat(open.hear(3, new Speech.Resized(new TerminalSize(1, 1)))).isEqualTo(Hearing.NOT_FOR_IT);
            assertThat(terminal.hear(4, input(1))).isEqualTo(Hearing.NOT_FOR_IT);
            assertThat(terminal.hear(5, new Speech.Resized(new TerminalSize(1, 1))))
                    .isEqualTo(Hearing.TAKEN);
        }
    }
}
