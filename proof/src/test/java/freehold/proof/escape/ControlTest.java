package freehold.proof.escape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import freehold.proof.escape.Run.Seen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.opentest4j.AssertionFailedError;

/**
 * Each probe under a daemon that was linked without the step the probe is for. There it must find the boundary open; else it measures
 * nothing, and that it finds it shut in {@link EscapeTest} says nothing. Needs root and gcc.
 */
@Tag("cell")
class ControlTest {
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    /** Controls that no program of the suite can tell from the whole, each with the reason. */
    private static final Map<String, String> WITHOUT_PROBE = Map.of(
            "identity-capabilities", "exec by whoever is not root clears them as well",
            "identity-descriptors", "all that the daemon opens is close-on-exec as well",
            "identity-keyring", "the filter refuses every call that could name a keyring",
            "identity-dumpable", "it protects init from its own user, and nobody has that",
            "identity-repeatable", "it is no boundary: it makes what a program sees the same each time",
            "identity-death-signal", "the lifeline is the other means; both are tried where daemons are killed");

    private final Checkout checkout = Checkout.here();

    @TestFactory
    Stream<DynamicTest> every_probe_finds_its_boundary_open_without_the_step_it_is_for() throws Exception {
        Path controls = checkout.make("controls").resolve("control");
        Claims claims = new Claims(Compiler.systemCalls());
        return byStep(HostileProgram.all(checkout.suite())).entrySet().stream()
                .flatMap(step -> step.getValue().stream()
                        .map(program -> dynamicTest(
                                "without " + step.getKey() + ": " + program.name(),
                                () -> finds(
                                        controls.resolve("freehold-cell-without-" + step.getKey()), program, claims))));
    }

    @Test
    void every_control_has_a_program_or_a_reason_why_not() throws IOException {
        Set<String> probed = byStep(HostileProgram.all(checkout.suite())).keySet();

        List<String> controls = Files.readAllLines(checkout.home().resolve("cell/test/controls")).stream()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .map(line -> line.substring(0, line.indexOf(' ')))
                .filter(control -> !WITHOUT_PROBE.containsKey(control))
                .toList();

        assertThat(probed).containsExactlyInAnyOrderElementsOf(controls);
    }

    private static Map<String, List<HostileProgram>> byStep(List<HostileProgram> programs) {
        return programs.stream()
                .flatMap(program -> program.without().stream().map(step -> Map.entry(step, program)))
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    }

    private void finds(Path binary, HostileProgram program, Claims claims) throws Exception {
        Compiler compiler = checkout.compiler();
        World world = World.start(binary, compiler.executable(checkout.suite().resolve("listener.c")));
        try {
            String shown = shown(new Run(world, compiler), program, claims);

            assertThat(shown).as("%s without %s", program.name(), binary).startsWith("open: ");
        } finally {
            world.stop();
        }
    }

    /** What shows that the boundary is open, or all that the program said. */
    private static String shown(Run run, HostileProgram program, Claims claims) {
        String oneCase = program.cases().getFirst();
        try {
            return assertTimeoutPreemptively(PATIENCE, () -> {
                List<Seen> seen = run.all(program, program.classes().getFirst(), oneCase);
                Optional<String> opening = claims.opening(program, oneCase, seen);
                for (Seen one : seen) {
                    one.close();
                }
                return opening.map(line -> "open: " + line).orElse("shut: " + seen);
            });
        } catch (AssertionFailedError endless) {
            // only where an end was promised does it say something that there is none
            return program.promise(oneCase).isHeldAlone() ? "no end" : "open: no end";
        }
    }
}
