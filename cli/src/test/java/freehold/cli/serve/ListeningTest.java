package freehold.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.cli.ExitStatus;
import freehold.cli.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class ListeningTest {
    @TempDir
    private Path folder;

    @Test
    void a_start_at_a_port_that_another_has_makes_no_key_and_no_folder() throws Exception {
        Path data = folder.resolve("data");
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + other.getLocalPort();
            String[] words = {"up", "--bootstrap", "--listen", address, "--data", data.toString()};

            int status = Main.commandLine(words)
                    .setOut(new PrintWriter(out, true))
                    .setErr(new PrintWriter(err, true))
                    .execute(words);

            assertThat(status).isEqualTo(ExitStatus.UNAVAILABLE);
            assertThat(err).hasToString("freehold: %s is in use; name another by --listen%n".formatted(address));
        }
        assertThat(out.toString()).isEmpty();
        assertThat(data).doesNotExist();
    }
}
