package freehold.wire.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsFileTest {
    private static final Set<String> KNOWN = Set.of("listen", "cells");

    @Test
    void reads_plain_values_as_text() {
        String yaml = """
                # a comment
                listen: 127.0.0.1:0
                cells: 4
                """;

        assertThat(SettingsFile.parse(yaml, KNOWN)).isEqualTo(Map.of("listen", "127.0.0.1:0", "cells", "4"));
    }

    @Test
    void takes_an_empty_file_for_no_settings() {
        assertThat(SettingsFile.parse("# nothing yet\n", KNOWN)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lisen: 127.0.0.1:0",
                "cells: 4\ncells: 5",
                "cells: [4]",
                "cells:",
                "- cells",
                "cells: {a: b}",
                "cells: 'x"
            })
    void refuses_what_it_does_not_understand(String yaml) {
        assertThatIllegalArgumentException().isThrownBy(() -> SettingsFile.parse(yaml, KNOWN));
    }

    @Test
    void names_the_key_that_it_does_not_know() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SettingsFile.parse("lisen: x", KNOWN))
                .withMessage("unknown key 'lisen'; there are cells, listen");
    }
}
