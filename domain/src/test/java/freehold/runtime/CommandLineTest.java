package freehold.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class CommandLineTest {
    private final CommandLine line = new CommandLine(
            Map.of("entry", "main.c", "entry_stem", "main", "heap_mib", "192"),
            Map.of("args", List.of("a", "{entry}"), "files", List.of("main.c", "b c.c"), "build_args", List.of()));

    @Test
    void scalars_are_filled_inside_an_argument() {
        List<String> filled = line.fill(List.of("/usr/bin/java", "-Xmx{heap_mib}m", "-o", "{entry_stem}.o", "{entry}"));

        assertThat(filled).containsExactly("/usr/bin/java", "-Xmx192m", "-o", "main.o", "main.c");
    }

    @Test
    void a_list_becomes_as_many_arguments_as_it_has() {
        List<String> filled = line.fill(List.of("cc", "{build_args}", "{files}"));

        assertThat(filled).containsExactly("cc", "main.c", "b c.c");
    }

    @Test
    void a_list_inside_an_argument_is_a_mistake_in_the_pack() {
        assertThatThrownBy(() -> line.fill(List.of("-x{files}"))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_placeholder_without_a_value_is_a_mistake_in_the_pack() {
        assertThatThrownBy(() -> line.fill(List.of("{nothing}"))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void braces_that_do_not_close_stay() {
        assertThat(line.fill("a{b")).isEqualTo("a{b");
        assertThat(line.fill("a}b")).isEqualTo("a}b");
    }

    @Test
    void doubled_braces_are_the_commands_own() {
        assertThat(line.fill("BEGIN {{ print }}")).isEqualTo("BEGIN { print }");
        assertThat(line.fill("{{{entry}}}")).isEqualTo("{main.c}");
        assertThat(line.fill(List.of("{{args}}"))).containsExactly("{args}");
    }

    @Property
    void a_value_is_never_looked_at_again(@ForAll List<String> args, @ForAll String entry) {
        CommandLine hostile = new CommandLine(Map.of("entry", entry), Map.of("args", args));

        List<String> filled = hostile.fill(List.of("run", "{entry}", "{args}"));

        assertThat(filled.subList(0, 2)).containsExactly("run", entry);
        assertThat(filled.subList(2, filled.size())).isEqualTo(args);
    }
}
