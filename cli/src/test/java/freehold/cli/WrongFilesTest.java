package freehold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What commands say of files and keys that cannot be used, and what they leave behind. */
class WrongFilesTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "policy check %s/none",
                "policy check %s",
                "policy explain class %s/none",
                "secret set token --file %s/none",
                "secret set token --file %s",
                "audit verify x --keys %s/none",
                "audit verify x --keys %s/bytes",
                "receipt verify %s/none --keys %s/key",
                "usage --prices %s/none",
                "run --stdin %s/none %s/program.py",
                "run --stdin %s %s/program.py",
                "run --stdin %s/none/none %s/program.py"
            })
    void a_file_that_cannot_be_read_is_told_in_words(String line) throws IOException {
        Files.write(folder.resolve("bytes"), new byte[] {(byte) 0xff, (byte) 0xfe});
        Files.writeString(folder.resolve("program.py"), "print(6 * 7)");
        Files.writeString(folder.resolve("key"), """
                -----BEGIN PUBLIC KEY-----
                MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=
                -----END PUBLIC KEY-----
                """);

        int status = execute(line.replace("%s", folder.toString()).split(" "));

        assertThat(status).isEqualTo(ExitStatus.USAGE);
        assertThat(err.toString()).contains(" cannot be read: ").doesNotContain("java.", "Exception");
    }

    @ParameterizedTest
    @ValueSource(strings = {"run %s/program.py", "run --runtime python -"})
    void standard_input_that_cannot_be_read_is_told_in_words(String line) throws IOException {
        Files.writeString(folder.resolve("program.py"), "print(6 * 7)");
        InputStream before = System.in;
        System.setIn(
                new InputStream() { // as where it is a directory
                    @Override
                    public int read() throws IOException {
                        throw new IOException("Is a directory");
                    }

                    @Override
                    public int read(byte[] bytes, int offset, int length) throws IOException {
                        return read();
                    }
                });
        try {
            int status = execute(line.replace("%s", folder.toString()).split(" "));

            assertThat(status).isEqualTo(ExitStatus.USAGE);
            assertThat(err.toString())
                    .isEqualTo("freehold: standard input cannot be read: Is a directory" + System.lineSeparator());
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void a_line_of_an_export_that_somebody_garbled_is_told_and_tells_the_terminal_nothing() throws IOException {
        Path export = Files.writeString(
                folder.resolve("chain.jsonl"),
                "{\"chain\": \"\\u001b[2J\\nBROKEN nothing\"}\n{\"position\": 9223372036854775807}\n");

        int status = execute("audit", "verify", export.toString());

        assertThat(status).isEqualTo(ExitStatus.DIFFERS);
        assertThat(out.toString())
                .contains("line 1 of the file cannot be read", "line 2 of the file cannot be read", "0 lines, 2 broken")
                .doesNotContain("\u001b", "\nBROKEN nothing");
    }

    @Test
    void a_key_that_is_no_header_is_refused_and_not_shown() {
        int status = execute("usage", "--server", "http://127.0.0.1:1", "--key", "fh_secret\nof somebody");

        assertThat(status).isEqualTo(ExitStatus.USAGE);
        assertThat(err.toString()).contains("--key").doesNotContain("fh_secret", "somebody");
    }

    @Test
    void an_export_that_breaks_off_leaves_no_file() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
        server.createContext("/v1/audit", exchange -> {
            exchange.sendResponseHeaders(200, 1_000);
            exchange.getResponseBody().write("{}\n".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            exchange.close();
        });
        server.start();
        try {
            int status = export(server, folder.resolve("chain.jsonl"));

            assertThat(status).isEqualTo(ExitStatus.UNAVAILABLE);
            assertThat(files()).isEmpty();
        } finally {
            server.stop(0);
        }
    }

    @Test
    void an_export_does_not_take_the_place_of_another_file() throws IOException {
        Path there = Files.writeString(folder.resolve("chain.jsonl"), "mine");

        int status = execute("audit", "export", "--server", "http://127.0.0.1:1", "--out", there.toString());

        assertThat(status).isEqualTo(ExitStatus.USAGE);
        assertThat(err.toString()).contains("is there already");
        assertThat(there).hasContent("mine");
    }

    @Test
    void an_export_leaves_alone_what_came_while_it_was_read() throws IOException {
        Path there = folder.resolve("chain.jsonl");
        Path part = Files.writeString(folder.resolve("chain.jsonl.part"), "mine too");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
        server.createContext("/v1/audit", exchange -> {
            Files.writeString(there, "mine");
            exchange.sendResponseHeaders(200, 3);
            exchange.getResponseBody().write("{}\n".getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        server.start();
        try {
            int status = export(server, there);

            assertThat(status).isEqualTo(ExitStatus.USAGE);
            assertThat(there).hasContent("mine");
            assertThat(part).hasContent("mine too");
            assertThat(files()).hasSize(2);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void an_export_without_a_line_is_not_taken_for_a_sound_one() throws IOException {
        Path empty = Files.createFile(folder.resolve("chain.jsonl"));

        int status = execute("audit", "verify", empty.toString());

        assertThat(status).isEqualTo(ExitStatus.USAGE);
        assertThat(err.toString()).contains("has no line");
    }

    private int export(HttpServer server, Path out) {
        String address = "http://127.0.0.1:" + server.getAddress().getPort();
        return execute("audit", "export", "--server", address, "--out", out.toString());
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private int execute(String... arguments) {
        CommandLine command = Main.commandLine(arguments);
        command.setOut(new PrintWriter(out));
        command.setErr(new PrintWriter(err, true));
        return command.execute(arguments);
    }
}
