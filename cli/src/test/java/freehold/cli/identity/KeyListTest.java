package freehold.cli.identity;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.cli.ExitStatus;
import freehold.cli.Main;
import freehold.cli.remote.ScriptedServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class KeyListTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @AutoClose
    private final ScriptedServer server = new ScriptedServer();

    @Test
    void a_tenant_is_called_as_people_call_it_and_by_its_id_where_it_has_no_name() {
        server.answer("/", 200, _ -> """
                {"items": [{"id": "key_1", "tenant": "ten_1", "tenant_name": "physics", "name": "lab"},
                           {"id": "key_2", "tenant": "ten_2", "tenant_name": null, "name": "\\u001b[2J"}]}""");
        String[] words = {"key", "list", "--server", server.address(), "--key", "fh_x"};

        int status = Main.commandLine(words)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(words);

        assertThat(status).isEqualTo(ExitStatus.OK);
        assertThat(out.toString())
                .contains("key_1  physics  ", "key_2  ten_2  ")
                .doesNotContain("ten_1", "\u001b");
    }

    @Test
    void no_keys_is_said_to_people_and_is_an_empty_list_to_programs() {
        server.answer("/", 200, _ -> "{\"items\": []}");
        String[] words = {"key", "list", "--tenant", "ann", "--server", server.address(), "--key", "fh_x"};

        int status = Main.commandLine(words)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(words);

        assertThat(status).isEqualTo(ExitStatus.OK);
        assertThat(out.toString()).isEmpty();
        assertThat(err).hasToString("freehold: there are no keys of ann%n".formatted());
    }
}
