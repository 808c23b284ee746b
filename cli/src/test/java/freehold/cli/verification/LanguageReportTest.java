package freehold.cli.verification;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.cli.machine.Machine;
import freehold.execution.Outcome;
import freehold.execution.Verdict;
import freehold.runtime.Catalogue;
import freehold.runtime.Installed;
import freehold.runtime.Missing;
import freehold.runtime.Sample;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LanguageReportTest {
    private static final Sample SAMPLE = Runs.sample("succeeded", Optional.empty(), Map.of());
    private static final Outcome OUTCOME = Runs.outcome(Verdict.SUCCEEDED, 0);

    private final Installed lua = Runs.runtime("lua", "5.4");
    private final Installed tcl = Runs.runtime("tcl", "8.6");
    private final Verification verification = new Verification(List.of(lua, tcl));

    @Test
    void has_a_line_for_each_runtime_with_what_its_first_success_cost() {
        verification.add(lua, "greets", new SampleResult(true, "succeeded"));
        verification.cost(lua, SAMPLE, OUTCOME);
        verification.add(tcl, "greets", new SampleResult(true, "succeeded"));

        assertThat(page())
                .contains("**2 languages in 2 variants**, 2 samples as promised, 0 not.\n")
                .contains("2026-11-25 07:00 UTC; Linux 6.12, 2 × Z80, load 0.5.")
                .contains("| The lua | `lua` | 5.4 | bundle | `0123456789ab` | 7 MiB | 1 of 1 | – | – | 42 | 3 MiB |\n")
                .contains("| The tcl | `tcl` | 8.6 | bundle | `0123456789ab` | 7 MiB | 1 of 1 | – | – | – | – |\n")
                .doesNotContain("What did not end");
    }

    @Test
    void says_what_was_left_out_when_it_is_not_at_its_end() {
        verification.add(lua, "greets", new SampleResult(true, "succeeded"));

        assertThat(page())
                .contains("It was ended before all were verified: 1 of 2.")
                .doesNotContain("The tcl");
    }

    @Test
    void names_what_is_broken_and_what_is_not_here_in_cells_that_stay_whole() {
        verification.add(lua, "loops", SampleResult.broken("said '<b>|\n'"));

        assertThat(page())
                .contains("0 samples as promised, 1 not.")
                .contains("- lua 5.4: loops: said '&lt;b>\\| '\n")
                .contains("- The forth: not found: freehold runtime install forth\n");
    }

    @Test
    void takes_the_cost_of_a_success_alone_and_of_the_first() {
        verification.add(lua, "loops", new SampleResult(true, "cpu_exceeded"));
        verification.cost(lua, Runs.sample("cpu_exceeded", Optional.empty(), Map.of()), OUTCOME);

        assertThat(verification.done().getFirst().run()).isEmpty();
    }

    private String page() {
        Missing forth = new Missing(Runs.runtime("forth", "1").pack(), "not found: freehold runtime install forth");
        Catalogue catalogue = new Catalogue(List.of(lua, tcl), List.of(forth));
        Machine machine = new Machine("6.12", "Z80", 2, "0.5");
        return new LanguageReport(Instant.parse("2026-11-25T07:00:30Z"), machine, verification, catalogue).markdown();
    }
}
