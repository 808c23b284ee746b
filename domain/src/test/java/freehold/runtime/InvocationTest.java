package freehold.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freehold.cell.FilterClass;
import freehold.quantity.Bytes;
import freehold.quantity.Digest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InvocationTest {
    private static final Step RUN = new Step(
            List.of("{home}/bin/tiny", "-m{heap_mib}", "{entry}", "{args}"),
            Map.of("LIMIT", "{heap_bytes}", "PATH", "{home}/bin"),
            FilterClass.MANAGED,
            DefaultLimits.RUN,
            List.of());

    @Test
    void fills_a_command_from_request_limits_and_discovery() {
        Invocation invocation = new Invocation("main.tn", List.of("main.tn"), List.of("a", "{entry}"), List.of());

        List<String> argv = invocation.in(tiny(), DefaultLimits.RUN).fill(RUN.argv());

        assertThat(argv).containsExactly("/opt/tiny/bin/tiny", "-m153", "main.tn", "a", "{entry}");
    }

    @Test
    void counts_as_sources_the_entry_first_and_then_what_has_an_extension_of_the_pack() {
        Invocation invocation = new Invocation(
                "program", List.of("lib/b.tn", "notes.txt", "program", "a.tn", "a.h", ".tn"), List.of(), List.of());

        List<String> files = invocation.in(tiny(), DefaultLimits.RUN).fill(List.of("{files}"));

        assertThat(files).containsExactly("program", "lib/b.tn", "a.tn");
    }

    @Test
    void never_lets_the_name_of_a_file_be_an_option() {
        Invocation invocation = new Invocation("--version", List.of("--version", "-o.tn"), List.of("-x"), List.of());

        List<String> argv = invocation.in(tiny(), DefaultLimits.RUN).fill(List.of("{entry}", "{files}", "{args}"));

        assertThat(argv).containsExactly("./--version", "./--version", "./-o.tn", "-x");
    }

    @Test
    void takes_an_entry_apart() {
        Invocation deep = new Invocation("app/io/Main.tn", List.of("app/io/Main.tn"), List.of(), List.of());
        Invocation flat = new Invocation(".profile", List.of(".profile"), List.of(), List.of());

        String parts = deep.in(tiny(), DefaultLimits.RUN).fill("{entry_stem} {entry_folder}");
        String flatParts = flat.in(tiny(), DefaultLimits.RUN).fill("{entry_stem} {entry_folder}");

        assertThat(parts).isEqualTo("app/io/Main app/io");
        assertThat(flatParts).isEqualTo(".profile .");
    }

    @Test
    void puts_the_environment_of_the_request_above_the_packs_and_the_packs_above_ours() {
        CommandLine line = new Invocation("a.tn", List.of("a.tn"), List.of(), List.of()).in(tiny(), DefaultLimits.RUN);

        Map<String, String> env = Environment.of(RUN.env(), line, Map.of("LIMIT", "mine"));

        assertThat(env)
                .containsEntry("LIMIT", "mine")
                .containsEntry("PATH", "/opt/tiny/bin")
                .containsEntry("HOME", "/tmp")
                .containsEntry("LANG", "C.UTF-8")
                .hasSize(5);
    }

    @Test
    void lets_a_heap_have_sixty_percent_in_whole_mebibytes_and_never_nothing() {
        assertThat(Heap.within(Bytes.mebi(512))).isEqualTo(Bytes.mebi(307));
        assertThat(Heap.within(new Bytes(1))).isEqualTo(Bytes.mebi(1));
        assertThat(Heap.within(new Bytes(Long.MAX_VALUE)).count()).isPositive();
    }

    @Test
    void refuses_a_placeholder_that_has_no_value() {
        CommandLine line = new Invocation("a.tn", List.of("a.tn"), List.of(), List.of()).in(tiny(), DefaultLimits.RUN);

        assertThatThrownBy(() -> line.fill("{nothing}")).isInstanceOf(IllegalArgumentException.class);
    }

    private static Installed tiny() {
        Pack pack = new Pack(
                "tiny", "Tiny", List.of(), List.of("tn"), List.of(), "main.tn", Optional.empty(), RUN, List.of());
        return new Installed(
                pack,
                "1.0",
                new Digest("0".repeat(64)),
                Optional.empty(),
                "tiny-1",
                Map.of("home", "/opt/tiny", "executable", "/opt/tiny/bin/tiny"),
                "host",
                Bytes.NONE,
                new Warmth.Full());
    }
}
