package freehold.proof.escape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import freehold.cell.FilterClass;
import freehold.proof.escape.Run.Seen;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** Each hostile program, in real cells, under each filter class that it is for. Needs root and gcc. */
@Tag("cell")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EscapeTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int STAYING = 4; // one keeper for each root, and the sweeper

    private final Checkout checkout = Checkout.here();
    private final Claims claims;
    private final World world;
    private final Run run;

    EscapeTest() throws IOException, InterruptedException {
        claims = new Claims(Compiler.systemCalls());
        Path binary = checkout.make("all").resolve("freehold-cell");
        Compiler compiler = checkout.compiler();
        world = World.start(binary, compiler.executable(checkout.suite().resolve("listener.c")));
        run = new Run(world, compiler);
    }

    @TestFactory
    Stream<DynamicTest> every_hostile_program_ends_as_its_header_promises() throws IOException {
        return HostileProgram.all(checkout.suite()).stream()
                .flatMap(program -> program.classes().stream().flatMap(filter -> tests(program, filter)));
    }

    private Stream<DynamicTest> tests(HostileProgram program, FilterClass filter) {
        return program.cases().stream()
                .map(oneCase -> dynamicTest(
                        (program.name() + " " + oneCase).strip() + ", "
                                + filter.name().toLowerCase(Locale.ROOT),
                        () -> assertTimeoutPreemptively(PATIENCE, () -> keeps(program, filter, oneCase))));
    }

    private void keeps(HostileProgram program, FilterClass filter, String oneCase) throws Exception {
        List<Seen> seen = run.all(program, filter, oneCase);
        try {
            claims.kept(program, oneCase, seen);
        } finally {
            for (Seen one : seen) {
                one.close();
            }
        }
    }

    @AfterAll
    void nothing_is_left_but_keepers_and_then_nothing() throws Exception {
        try {
            assertTimeoutPreemptively(PATIENCE, () -> {
                while (world.processes() > STAYING) {
                    Thread.onSpinWait();
                }
            });
        } finally {
            world.stop();
        }
        assertThat(world.processes()).isZero();
    }
}
