package freehold.cli.usage;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.wire.client.UsageJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class UsageCommandTest {
    @Test
    void a_tenant_is_called_as_people_call_it_and_by_its_id_where_it_has_no_name() {
        String item = """
                {"month": "2026-11", "tenant": "%s", "tenant_name": %s, "group": "", "executions": 1, "cpu_seconds": 0, "memory_gib_seconds": 0}""";
        String answer = "{\"items\": [" + item.formatted("ten_1", "\"physics\"") + ", "
                + item.formatted("ten_2", "null") + "]}";

        String table = UsageCommand.table(UsageJson.read(answer.getBytes(StandardCharsets.UTF_8)), List.of());

        assertThat(table).contains("2026-11  physics  ", "2026-11  ten_2  ").doesNotContain("ten_1");
    }

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
