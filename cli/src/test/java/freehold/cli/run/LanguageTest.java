package freehold.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.cell.FilterClass;
import freehold.cell.Limits;
import freehold.quantity.Bytes;
import freehold.runtime.Pack;
import freehold.runtime.Step;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguageTest {
    private static final List<Pack> PACKS =
            List.of(pack("python", "py", "python"), pack("bash", "sh", "bash"), pack("node", "js", "node"));

    @ParameterizedTest
    @CsvSource({"primes.py, python", "a.b.sh, bash", "x.js, node"})
    void knows_a_file_by_its_extension(String name, String language) {
        assertThat(Language.of(name, bytes(""), PACKS)).contains(language);
    }

    @ParameterizedTest
    @CsvSource({
        "#!/usr/bin/python3, python",
        "#!/usr/bin/env python3.11, python",
        "#! /usr/bin/env -S LANG=C python3 -u, python",
        "#!/bin/bash -e, bash"
    })
    void knows_a_file_without_extension_by_its_first_line(String firstLine, String language) {
        assertThat(Language.of("tool", bytes(firstLine + "\nrest"), PACKS)).contains(language);
    }

    @Test
    void prefers_the_extension_to_the_first_line() {
        assertThat(Language.of("x.py", bytes("#!/bin/bash\n"), PACKS)).contains("python");
    }

    @ParameterizedTest
    @CsvSource({"tool, plain text", "x.unknown, #!/usr/bin/unknown", "x., #!", "python, #!/usr/bin/env"})
    void does_not_guess(String name, String content) {
        assertThat(Language.of(name, bytes(content), PACKS)).isEmpty();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Pack pack(String name, String extension, String interpreter) {
        Limits limits = new Limits(
                Duration.ofSeconds(1), Duration.ofSeconds(1), Bytes.mebi(1), 1, Bytes.kibi(1), Bytes.kibi(1), 8);
        Step run = new Step(List.of("/usr/bin/" + name), Map.of(), FilterClass.INTERPRETED, limits, List.of());
        return new Pack(
                name,
                name,
                List.of(),
                List.of(extension),
                List.of(interpreter),
                "main." + extension,
                Optional.empty(),
                run,
                List.of());
    }
}
