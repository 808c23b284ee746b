package freehold.proof.escape;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What can be said about the programs without running them: reading a header that lacks something fails by itself. */
class HeaderTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (T\\d+\\.\\d+) \\|");

    private final Checkout checkout = Checkout.here();
    private final List<HostileProgram> programs;

    HeaderTest() throws IOException {
        programs = HostileProgram.all(checkout.suite());
    }

    @Test
    void every_header_can_be_read_to_the_last_promise_and_limit() {
        assertThat(programs).hasSizeGreaterThan(70).allSatisfy(program -> {
            assertThat(program.classes()).isNotEmpty();
            assertThat(program.cases())
                    .allSatisfy(oneCase ->
                            assertThat(program.promise(oneCase).ends()).isNotEmpty());
            assertThat(Allowance.of(program.header().words("Limits")).limits()).hasSize(9);
            assertThat(program.cells()).isNotNull();
        });
    }

    @Test
    void every_row_of_the_threat_model_has_a_program_and_every_program_a_row() throws IOException {
        var rows = ROW.matcher(Files.readString(checkout.suite().resolve("ROWS.md")))
                .results()
                .map((MatchResult row) -> row.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        var named = programs.stream()
                .map(program -> program.header().get("Row"))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(named).isEqualTo(rows);
    }

    @Test
    void no_two_programs_attack_alike() {
        var attacks =
                programs.stream().map(program -> program.header().get("Attack")).toList();

        assertThat(attacks).doesNotHaveDuplicates();
    }
}
