package freehold.cli.serve;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freehold.cli.Declined;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class UpDefaultsTest {
    private final CommandLine up = new CommandLine(new UpCommand());

    @Test
    void a_variable_that_is_empty_names_no_configuration() {
        assertThatCode(() -> UpCommand.fillDefaults(up, List.of("up"), Map.of("FREEHOLD_CONFIG", "")))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> UpCommand.fillDefaults(up, List.of("up"), Map.of("FREEHOLD_CONFIG", "/none")))
                .isInstanceOf(Declined.class)
                .hasMessageContaining("/none");
    }
}
