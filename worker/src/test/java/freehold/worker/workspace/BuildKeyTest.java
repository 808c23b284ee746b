package freehold.worker.workspace;

import static freehold.worker.workspace.Plans.aPlan;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import freehold.cell.CellSpec;
import freehold.cell.FilterClass;
import freehold.cell.Limits;
import freehold.cell.Program;
import freehold.execution.Content;
import freehold.execution.Plan;
import freehold.execution.SourceFile;
import freehold.execution.StepPlan;
import freehold.execution.WorkPath;
import freehold.quantity.Bytes;
import freehold.quantity.Digest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BuildKeyTest {
    private static final List<String> KEEPS = List.of("program");

    @Test
    void the_same_build_has_the_same_key_whatever_is_done_with_it() {
        Plan one = aPlan().file("a.c", "a").file("b.c", "b").build(KEEPS, "cc").plan();
        Plan other = aPlan().file("b.c", "b")
                .file("a.c", "a")
                .build(KEEPS, "cc")
                .stdin("other")
                .run("other")
                .collect("*")
                .plan();

        assertThat(keyOf(one)).isEqualTo(keyOf(other));
    }

    @Test
    void everything_that_a_build_depends_on_makes_another_key() {
        Limits more = new Limits(
                Plans.LIMITS.cpu(), Plans.LIMITS.wall(), Bytes.mebi(65), 16, Bytes.kibi(64), Bytes.mebi(1), 64);
        SourceFile executable = new SourceFile(new WorkPath("a.c"), new Content.Inline("a".getBytes(UTF_8)), true);
        Program named = new Program(List.of("cc"), Map.of("program", "x"));
        CellSpec cell = new CellSpec("c", FilterClass.COMPILED, Plans.LIMITS);

        List<Digest> keys = List.of(
                keyOf(aPlan().file("a.c", "a").build(KEEPS, "cc").plan()),
                keyOf(aPlan().file("a.c", "b").build(KEEPS, "cc").plan()),
                keyOf(aPlan().file("b.c", "a").build(KEEPS, "cc").plan()),
                keyOf(aPlan().file("a.c", "a")
                        .file("b.c", "")
                        .build(KEEPS, "cc")
                        .plan()),
                keyOf(aPlan().file(executable).build(KEEPS, "cc").plan()),
                keyOf(aPlan().file("a.c", "a").build(List.of(), "cc").plan()),
                keyOf(aPlan().file("a.c", "a").build(KEEPS, "cc", "-O2").plan()),
                keyOf(aPlan().file("a.c", "a").build(KEEPS, "cc -O2").plan()),
                keyOf(aPlan().file("a.c", "a")
                        .build(Plans.step(more, KEEPS, "cc"))
                        .plan()),
                keyOf(aPlan().file("a.c", "a")
                        .build(new StepPlan(cell, named, KEEPS))
                        .plan()),
                keyOf(aPlan().file("a.c", "a").build(KEEPS, "cc").runtime('2').plan()),
                keyOf(aPlan().file("a.c", "a")
                        .build(KEEPS, "cc")
                        .tenant("other")
                        .plan()));

        assertThat(keys).doesNotHaveDuplicates();
    }

    @Test
    void a_file_that_spells_a_digest_is_not_the_stored_content_of_that_digest() {
        Digest digest = new Digest("ab".repeat(32));
        SourceFile stored = new SourceFile(new WorkPath("a.h"), new Content.Stored(digest, 1), false);

        assertThat(keyOf(aPlan().file("a.h", digest.toString())
                        .build(KEEPS, "cc")
                        .plan()))
                .isNotEqualTo(keyOf(aPlan().file(stored).build(KEEPS, "cc").plan()));
    }

    private static Digest keyOf(Plan plan) {
        return BuildKey.of(plan, plan.build().orElseThrow());
    }
}
