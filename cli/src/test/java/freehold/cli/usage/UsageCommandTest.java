package freehold.cli.usage;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class UsageCommandTest {
    @Test
    void months_that_run_backwards_are_refused_before_anybody_is_asked() {
        AtomicReference<Exception> thrown = new AtomicReference<>();
        CommandLine command = new CommandLine(new UsageCommand()).setExecutionExceptionHandler((failure, _, _) -> {
            thrown.set(failure);
            return ExitStatus.USAGE;
        });

        int status = command.execute("--server", "http://127.0.0.1:1", "--from", "2026-12", "--to", "2026-01");

        assertThat(status).isEqualTo(ExitStatus.USAGE);
        assertThat(thrown.get())
                .isInstanceOf(Declined.class)
                .hasMessageContaining("--from: 2026-12 is later than --to, 2026-01");
    }
}
