package freehold.control.admission;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.cell.FilterClass;
import freehold.cell.Limit;
import freehold.control.world.Packs;
import freehold.execution.Command;
import freehold.execution.Content;
import freehold.execution.Plan;
import freehold.execution.Request;
import freehold.execution.SourceFile;
import freehold.execution.StepName;
import freehold.execution.WorkPath;
import freehold.quantity.Bytes;
import freehold.quantity.Digest;
import freehold.refusal.FieldFault;
import freehold.refusal.Invalid;
import freehold.refusal.LimitAboveCeiling;
import freehold.runtime.Catalogue;
import freehold.runtime.DefaultLimits;
import freehold.runtime.Installed;
import freehold.runtime.Pack;
import freehold.runtime.Step;
import freehold.runtime.Warm;
import freehold.runtime.Warmth;
import freehold.tenant.TenantId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

final class AdmissionTest {
    private final Admission admission =
            new Admission(() -> Packs.CATALOGUE, Ceilings.SERVER, new Ids(InstantSource.system(), new Random(1)));

    private static Request request(String runtime, List<String> paths, Map<Limit, Long> limits) {
        List<SourceFile> files = paths.stream()
                .map(path -> new SourceFile(new WorkPath(path), new Content.Inline(new byte[0]), false))
                .toList();
        return new Request(
                runtime,
                files.isEmpty() ? Optional.of(new Content.Inline(new byte[0])) : Optional.empty(),
                files,
                Optional.empty(),
                List.of("a b", "{entry}"),
                Map.of("LANG", "de_DE.UTF-8"),
                runtime.equals("c") ? List.of("-O2") : List.of(),
                Map.of(),
                new Content.Inline(new byte[0]),
                limits,
                Map.of(),
                Optional.empty(),
                List.of(),
                Map.of(),
                Optional.empty());
    }

    private Plan plan(Request request) {
        return ((Decision.Admitted) admission.admit(TenantId.LOCAL, request)).plan();
    }

    @Test
    void an_interpreted_program_is_one_step_with_the_packs_command_and_environment() {
        Plan plan = plan(request("py", List.of(), Map.of(Limit.CPU, 1_500L)));

        assertThat(plan.build()).isEmpty();
        assertThat(plan.files()).extracting(file -> file.path().value()).containsExactly("main.py");
        assertThat(plan.run().program().argv()).containsExactly("/usr/bin/python3.11", "main.py", "a b", "{entry}");
        assertThat(plan.run().program().env())
                .containsEntry("PYTHONHASHSEED", "0")
                .containsEntry("HOME", "/tmp")
                .containsEntry("LANG", "de_DE.UTF-8");
        assertThat(plan.run().cell().limits().cpu()).isEqualTo(Duration.ofMillis(1_500));
        assertThat(plan.run().cell().limits().memory()).isEqualTo(Bytes.mebi(256));
    }

    @Test
    void a_limit_below_which_no_cell_can_be_made_is_refused() {
        Decision decision = admission.admit(
                TenantId.LOCAL,
                request("python", List.of(), Map.of(Limit.MEMORY, 1L, Limit.DISK, 4_095L, Limit.OPEN_FILES, 7L)));

        assertThat(decision)
                .isEqualTo(new Decision.Refused(new Invalid(List.of(
                        new FieldFault("#/limits/memory_bytes", "must be at least 1048576, not 1"),
                        new FieldFault("#/limits/disk_bytes", "must be at least 4096, not 4095"),
                        new FieldFault("#/limits/open_files", "must be at least 8, not 7")))));
    }

    @Test
    void files_that_have_no_room_on_the_disk_are_refused() {
        Request small = request("python", List.of(), Map.of(Limit.DISK, 4_096L));
        Request two = new Request(
                "python",
                Optional.empty(),
                List.of(
                        new SourceFile(new WorkPath("a.py"), new Content.Inline(new byte[1]), false),
                        new SourceFile(new WorkPath("b.py"), new Content.Inline(new byte[1]), false)),
                Optional.empty(),
                List.of(),
                Map.of(),
                List.of(),
                Map.of(),
                new Content.Inline(new byte[0]),
                small.limits(),
                Map.of(),
                Optional.empty(),
                List.of(),
                Map.of(),
                Optional.empty());

        Decision decision = admission.admit(TenantId.LOCAL, two);

        assertThat(admission.admit(TenantId.LOCAL, small)).isInstanceOf(Decision.Admitted.class);
        assertThat(decision)
                .isEqualTo(
                        new Decision.Refused(
                                new Invalid(
                                        List.of(
                                                new FieldFault(
                                                        "#/limits/disk_bytes",
                                                        "must be at least 8192, not 4096, for the files take so much of it, in pages of 4,096 bytes")))));
    }

    @Test
    void a_compiled_program_has_a_build_step_over_its_sources_alone() {
        Plan plan = plan(request("c", List.of("src/main.c", "data.txt", "util.c"), Map.of()));

        assertThat(plan.build().orElseThrow().program().argv())
                .containsExactly("/usr/bin/gcc", "-O2", "-o", "program", "src/main.c", "util.c");
        assertThat(plan.build().orElseThrow().cell().root()).isEqualTo("c-build");
        assertThat(plan.run().cell().root()).isEqualTo("c-run");
    }

    @Test
    void a_bundle_starts_cold_for_its_root_has_no_bootstrap() {
        Step run = new Step(
                List.of("wait-and-run", "{entry}"),
                Map.of(),
                FilterClass.INTERPRETED,
                DefaultLimits.RUN,
                List.of(),
                Optional.of(new Warm(List.of("wait", "{home}/bootstrap"), Map.of())));
        Pack pack = new Pack("warm", "Warm", List.of(), List.of(), List.of(), "main", Optional.empty(), run, List.of());
        Installed host = new Installed(
                pack,
                "1",
                new Digest("a".repeat(64)),
                Optional.empty(),
                "host",
                Map.of("home", "/opt/warm"),
                Installed.HOST,
                Bytes.NONE,
                new Warmth.Full());
        Installed bundle = new Installed(
                pack,
                "2",
                new Digest("b".repeat(64)),
                Optional.empty(),
                "b",
                Map.of(),
                Installed.BUNDLE,
                Bytes.NONE,
                new Warmth.None());
        Admission both = new Admission(
                () -> new Catalogue(List.of(host, bundle), List.of()),
                Ceilings.SERVER,
                new Ids(InstantSource.system(), new Random(1)));

        assertThat(both.admit(TenantId.LOCAL, plain("warm@1")))
                .extracting(each ->
                        ((Decision.Admitted) each).plan().run().bootstrap().isPresent())
                .isEqualTo(true);
        assertThat(both.admit(TenantId.LOCAL, plain("warm@2")))
                .extracting(each ->
                        ((Decision.Admitted) each).plan().run().bootstrap().isPresent())
                .isEqualTo(false);
    }

    private static Request plain(String runtime) {
        return new Request(
                runtime,
                Optional.of(new Content.Inline(new byte[0])),
                List.of(),
                Optional.empty(),
                List.of(),
                Map.of(),
                List.of(),
                Map.of(),
                new Content.Inline(new byte[0]),
                Map.of(),
                Map.of(),
                Optional.empty(),
                List.of(),
                Map.of(),
                Optional.empty());
    }

    @Test
    void the_catalogue_is_asked_anew_for_each_request() {
        Catalogue[] now = {new Catalogue(List.of(), List.of())};
        Admission changing =
                new Admission(() -> now[0], Ceilings.SERVER, new Ids(InstantSource.system(), new Random(1)));
        Request request = request("python", List.of(), Map.of());

        Decision before = changing.admit(TenantId.LOCAL, request);
        now[0] = Packs.CATALOGUE;
        Decision after = changing.admit(TenantId.LOCAL, request);

        assertThat(before).isInstanceOf(Decision.Refused.class);
        assertThat(after).isInstanceOf(Decision.Admitted.class);
    }

    @Property
    void a_limit_is_granted_exactly_or_refused(@ForAll @LongRange(min = 1, max = 200_000) long millis) {
        Request request = request("python", List.of(), Map.of(Limit.CPU, millis));

        Decision decision = admission.admit(TenantId.LOCAL, request);

        switch (decision) {
            case Decision.Admitted(Plan plan) ->
                assertThat(Limit.CPU.of(plan.run().cell().limits()))
                        .isEqualTo(millis)
                        .isLessThanOrEqualTo(120_000);
            case Decision.Refused(var refusal) -> {
                assertThat(millis).isGreaterThan(120_000);
                assertThat(refusal).isEqualTo(new LimitAboveCeiling("#/limits/cpu_ms", millis, 120_000, "this server"));
            }
        }
    }

    private static Request command(String runtime, Command command, Map<String, String> env) {
        return Request.ofCommand(
                runtime,
                command,
                List.of(new SourceFile(new WorkPath("a.c"), new Content.Inline(new byte[0]), false)),
                env,
                new Content.Inline(new byte[0]),
                Map.of(),
                List.of(),
                Map.of());
    }

    @Test
    void a_command_runs_in_the_root_of_its_step_and_nothing_is_built() {
        Plan build = plan(command("c", new Command(StepName.BUILD, List.of("gcc", "a.c")), Map.of()));
        Plan run = plan(command("c", new Command(StepName.RUN, List.of("./a.out", "{entry}")), Map.of()));
        Plan other = plan(command("python", new Command(StepName.RUN, List.of("cat")), Map.of()));

        assertThat(build.build()).isEmpty();
        assertThat(build.run().cell().root()).isEqualTo("c-build");
        assertThat(build.run().program().argv()).containsExactly("/usr/bin/gcc", "a.c");
        assertThat(run.run().cell().root()).isEqualTo("c-run");
        assertThat(run.run().program().argv()).containsExactly("./a.out", "{entry}");
        assertThat(other.run().program().argv()).containsExactly("/usr/bin/cat");
        assertThat(other.run().bootstrap()).isEmpty();
    }

    @Test
    void a_command_may_set_what_the_runtime_sets_and_needs_no_file() {
        Request bare = Request.ofCommand(
                "python",
                new Command(StepName.RUN, List.of("env")),
                List.of(),
                Map.of("PYTHONHASHSEED", "1"),
                new Content.Inline(new byte[0]),
                Map.of(),
                List.of(),
                Map.of());

        assertThat(plan(bare).run().program().env()).containsEntry("PYTHONHASHSEED", "1");
    }

    @Test
    void a_command_of_a_build_that_a_runtime_does_not_have_is_refused() {
        Decision decision = admission.admit(
                TenantId.LOCAL, command("python", new Command(StepName.BUILD, List.of("gcc")), Map.of()));

        assertThat(decision).isInstanceOf(Decision.Refused.class);
    }
}
