package freehold.cli.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

class LayeredDefaultsTest {
    @Test
    void prefers_the_command_line_to_the_environment_and_that_to_the_file() {
        LayeredDefaults defaults = new LayeredDefaults(
                Map.of("FREEHOLD_LISTEN", "from-environment", "FREEHOLD_BODY_BYTES", "2"),
                Map.of("listen", "from-file", "body_bytes", "3", "data", "from-file"));
        Served served = new Served();

        new CommandLine(served).setDefaultValueProvider(defaults).parseArgs("--listen", "from-command-line");

        assertThat(served.listen).isEqualTo("from-command-line");
        assertThat(served.bodyBytes).isEqualTo(2);
        assertThat(served.data).isEqualTo("from-file");
        assertThat(served.log).isEqualTo("text");
    }

    @Command
    static final class Served {
        @Option(names = "--listen")
        private String listen = "";

        @Option(names = "--body-bytes")
        private long bodyBytes;

        @Option(names = {"-d", "--data"})
        private String data = "";

        @Option(names = "--log", defaultValue = "text")
        private String log = "";
    }
}
