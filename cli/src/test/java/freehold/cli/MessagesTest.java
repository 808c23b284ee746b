package freehold.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * What the command says to people who used it wrongly, or whose files or server are not what it needs, as a set: each from the command
 * itself, and held to the letter. What only somebody without root, or a machine without cells, is told is not here.
 */
@Timeout(300)
final class MessagesTest {
    private static final Path HOME = Path.of(System.getProperty("freehold.home"));
    private static final Path GOLDEN = HOME.resolve("cli/src/test/resources/freehold/cli/messages.txt");
    private static final Path SCENES = HOME.resolve("cli/src/test/resources/freehold/cli/message-scenes.txt");

    private static List<Said> all = List.of();

    private record Said(String line, int status, String words) {
        String block() {
            return "$ freehold " + line + "\n" + words.indent(2) + "  exit status " + status + "\n\n";
        }
    }

    @BeforeAll
    static void ask(@TempDir Path folder) throws Exception {
        files(folder);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.createContext("/", MessagesTest::answer);
        server.start();
        String address = "http://127.0.0.1:" + server.getAddress().getPort();
        try {
            List<Said> said = new ArrayList<>();
            for (String line : Files.readAllLines(SCENES)) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    said.add(said(line, folder.toString(), address));
                }
            }
            all = List.copyOf(said);
        } finally {
            server.stop(0);
        }
        if ("update".equals(System.getProperty("golden"))) {
            Files.writeString(GOLDEN, text());
        }
    }

    private static void files(Path folder) throws IOException {
        Files.write(folder.resolve("bytes"), new byte[] {(byte) 0xff, (byte) 0xfe});
        Files.writeString(folder.resolve("text"), "something else\n");
        Files.writeString(folder.resolve("empty"), "");
        Files.createDirectories(folder.resolve("full/of"));
        Files.createDirectories(folder.resolve("bare"));
        Files.writeString(folder.resolve("main.py"), "print(1)\n");
        Files.writeString(folder.resolve("prog"), "print(1)\n");
        Files.createDirectories(folder.resolve("two"));
        Files.writeString(folder.resolve("two/a.py"), "print(1)\n");
        Files.writeString(folder.resolve("two/b.py"), "print(1)\n");
        Files.writeString(folder.resolve("class.yaml"), "limits: {cpu: 5 parsecs}\n");
        Files.writeString(folder.resolve("wrong.yaml"), """
                tires: gvisor
                tier: [gvisor]
                network: allow
                runtimes: 5
                limits: {wall_ms: {ceiling: 9 parsecs}, memory_bytes: {ceiling: 999 TiB}, cpu_ms: {ceiling: 5, default: 6}}
                conditions:
                  - {name: first, require: "1", message: Not so.}
                  - {name: Second, require: "true", message: Not so.}
                  - {name: third, require: "request.runtime.matches('(')", message: Not so.}
                """);
        Files.writeString(folder.resolve("prices.json"), "{\"cpu\": \"much\"}\n");
        Files.writeString(folder.resolve("key.pem"), """
                -----BEGIN PUBLIC KEY-----
                MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=
                -----END PUBLIC KEY-----
                """);
        Files.createFile(
                folder.resolve("keys"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(folder.resolve("keys"), "not a line of a key file\n");
    }

    /** The status is the end of the key, and 401 without one; what is none is an answer of something else than a server of ours. */
    private static void answer(HttpExchange exchange) throws IOException {
        String key = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                .orElse("fh_401");
        String status = key.replaceFirst(".*fh_", "");
        byte[] body = (status.matches("\\d+") ? problem(status) : "<html>").getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.sendResponseHeaders(status.matches("\\d+") ? Integer.parseInt(status) : 200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static String problem(String status) {
        return "{\"type\": \"/errors/" + (status.equals("401") ? "unauthenticated" : "x")
                + "\", \"title\": \"A title\", \"status\": " + status + ", \"detail\": \"The words of the server.\"}";
    }

    private static Said said(String line, String folder, String address) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String taken = URI.create(address).getAuthority();
        String[] words = line.replace("DIR", folder)
                .replace("SERVER", address)
                .replace("TAKEN", taken)
                .split(" ");
        CommandLine command = Main.commandLine(words);
        int status = command.setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(words);
        String told = (out.toString() + err)
                .replace(folder, "DIR")
                .replace(address, "SERVER")
                .replace(taken, "TAKEN");
        return new Said(line, status, told.strip());
    }

    private static String text() {
        StringBuilder text = new StringBuilder();
        all.forEach(each -> text.append(each.block()));
        return text.toString();
    }

    @Test
    void each_is_as_the_golden_file_has_it() throws Exception {
        assertThat(text()).isEqualTo(Files.readString(GOLDEN));
    }

    @Test
    void each_begins_with_the_name_of_the_command_and_has_no_names_of_classes() {
        assertThat(all)
                .allSatisfy(each -> assertThat(each.words())
                        .as(each.line())
                        .startsWith("freehold: ")
                        .doesNotContain("null", "java.", "Exception", "freehold.cli", "\tat "));
    }

    @Test
    void each_is_an_error_that_says_more_than_that() {
        assertThat(all).allSatisfy(each -> {
            assertThat(each.status()).as(each.line()).isIn(ExitStatus.USAGE, ExitStatus.UNAVAILABLE);
            assertThat(each.words().lines().findFirst().orElse(""))
                    .as(each.line())
                    .hasSizeGreaterThan(30);
        });
    }
}
