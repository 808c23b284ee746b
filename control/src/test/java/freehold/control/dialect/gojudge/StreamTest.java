package freehold.control.dialect.gojudge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freehold.cell.TerminalSize;
import freehold.control.tenancy.Caller;
import freehold.control.tenancy.KeyFile;
import freehold.control.tenancy.KeySecret;
import freehold.control.tenancy.Right;
import freehold.control.world.Outcomes;
import freehold.control.world.ScriptedWorker.Held;
import freehold.control.world.Talker;
import freehold.control.world.World;
import freehold.control.world.World.Recipe;
import freehold.leak.LeakWatch;
import freehold.tenant.TenantId;
import freehold.wire.link.Speech;
import freehold.wire.link.Stream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The peer's WebSocket for one interactive program, by golden conversations and by hand. In those {@code >} is said, {@code <} heard and
 * {@code !} closed; a message is its type, of input and output the descriptor in hexadecimal, and text; {@code x} says bytes.
 */
@Timeout(60)
@ExtendWith(LeakWatch.class)
final class StreamTest {
    private static final String PATH = "/compat/go-judge/stream";
    private static final String FILES =
            "\"files\": [{\"streamIn\": true}, {\"streamOut\": true}, {\"streamOut\": true}]";

    @TempDir
    private Path folder;

    static java.util.stream.Stream<String> conversations() throws Exception {
        String name = "/freehold/control/dialect/go-judge/stream.socket";
        try (InputStream in = Objects.requireNonNull(StreamTest.class.getResourceAsStream(name), name)) {
            String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return List.of(all.split("(?m)^# ")).stream().filter(each -> !each.isBlank());
        }
    }

    private static Talker talker(World world) {
        return Talker.to(world.client(), world.at(PATH), Map.of());
    }

    private static byte[] message(String golden) {
        if (golden.startsWith("x ")) {
            return HexFormat.of().parseHex(golden.substring(2));
        }
        String[] parts = golden.split(" ", golden.startsWith("3") ? 3 : 2);
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.write(Integer.parseInt(parts[0]));
        if (parts.length == 3) {
            message.write(Integer.parseInt(parts[1], 16));
        }
        if (parts.length > 1) {
            message.writeBytes(parts[parts.length - 1].getBytes(StandardCharsets.UTF_8));
        }
        return message.toByteArray();
    }

    private static String text(byte[] message, int from) {
        return new String(message, from, message.length - from, StandardCharsets.UTF_8);
    }

    private static JsonNode response(byte[] message) {
        assertThat(message[0]).isEqualTo((byte) 1);
        return JsonMapper.shared().readTree(text(message, 1));
    }

    private static String hold(String more) {
        return "1 {\"cmd\": [{\"args\": [\"a\"], \"copyIn\": {\"a\": {\"content\": \"hold\"}}, " + FILES + more + "}]}";
    }

    private static void hears(Talker talker, String golden) throws InterruptedException {
        byte[] heard = talker.nextBytes();
        if (golden.startsWith("2 ")) {
            assertThat(heard[0] + " " + HexFormat.of().toHexDigits(heard[1]) + " "
                            + text(heard, 2).replace("\n", "\\n"))
                    .isEqualTo(golden);
            return;
        }
        assertThat(response(heard)).isEqualTo(JsonMapper.shared().readTree(golden.substring(2)));
    }

    private static String verdict(World world, Held held) throws Exception {
        return JsonMapper.shared()
                .readTree(world.get("/v1/executions/" + held.plan().id() + "?wait=10s")
                        .body())
                .path("verdict")
                .stringValue();
    }

    @ParameterizedTest
    @MethodSource("conversations")
    void holds_each_golden_conversation(String conversation) throws Exception {
        try (World world = new World(folder);
                Talker talker = talker(world)) {
            for (String line : conversation.lines().skip(1).toList()) {
                if (line.startsWith("> ")) {
                    talker.say(message(line.substring(2)));
                } else if (line.startsWith("< ")) {
                    hears(talker, line.substring(2));
                } else if (line.startsWith("! ")) {
                    assertThat(talker.closed() + " " + talker.reason()).isEqualTo(line.substring(2));
                }
            }
        }
    }

    @Test
    void what_the_client_writes_reaches_the_program_and_what_it_writes_the_client() throws Exception {
        try (World world = new World(folder);
                Talker talker = talker(world)) {
            talker.say(message(hold("")));
            Held held = world.worker.next();

            talker.say(message("3 00 7\n"));
            String said = text(((Speech.Input) held.said()).bytes(), 0);
            talker.say(message("3 00 " + "x".repeat(100_000)));
            int first = ((Speech.Input) held.said()).bytes().length;
            int second = ((Speech.Input) held.said()).bytes().length;
            held.writes(Stream.STDOUT, "49\n");
            hears(talker, "2 01 49\\n");
            held.writes(Stream.STDERR, "bye\n");
            held.ends(Outcomes.succeeded(held.plan(), "49\n"));
            hears(talker, "2 02 bye\\n");
            JsonNode result = response(talker.nextBytes()).path("results").path(0);

            assertThat(said).isEqualTo("7\n");
            assertThat(List.of(first, second)).containsExactly(Speech.INPUT_MAX, 100_000 - Speech.INPUT_MAX);
            assertThat(world.get("/v1/executions?label=dialect:go-judge").body())
                    .contains(held.plan().id().value());
            assertThat(held.plan().dialogue().terminal()).isEmpty();
            assertThat(result.path("status").stringValue()).isEqualTo("Accepted");
            assertThat(result.has("files")).isFalse();
            assertThat(talker.closed()).isEqualTo(1000);
        }
    }

    @Test
    void a_terminal_has_the_size_that_the_client_says_and_shows_all_on_one_descriptor() throws Exception {
        try (World world = new World(folder);
                Talker talker = talker(world)) {
            talker.say(message(hold(", \"tty\": true")));
            Held held = world.worker.next();

            talker.say(message("2 {\"rows\": 50, \"cols\": 132, \"x\": 1, \"y\": 1}"));
            Speech resized = held.said();
            held.writes(Stream.STDOUT, "$ ");
            hears(talker, "2 01 $ ");

            assertThat(held.plan().dialogue().terminal()).hasValue(new TerminalSize(24, 80));
            assertThat(resized).isEqualTo(new Speech.Resized(new TerminalSize(50, 132)));
        }
    }

    @Test
    void a_terminal_of_which_only_the_errors_are_read_shows_all_there() throws Exception {
        try (World world = new World(folder);
                Talker talker = talker(world)) {
            talker.say(message(hold(", \"tty\": true").replace("{\"streamOut\": true}, {", "null, {")));
            Held held = world.worker.next();

            held.writes(Stream.STDOUT, "$ ");

            hears(talker, "2 02 $ ");
        }
    }

    @Test
    void what_is_taken_back_is_answered_all_the_same() throws Exception {
        try (World world = new World(folder);
                Talker talker = talker(world)) {
            talker.say(message(hold("")));
            Held held = world.worker.next();

            talker.say(message("4"));
            talker.say(message("3 00 nobody hears it"));
            JsonNode result = response(talker.nextBytes()).path("results").path(0);

            assertThat(result.path("status").stringValue()).isEqualTo("Signalled");
            assertThat(talker.closed()).isEqualTo(1000);
            assertThat(verdict(world, held)).isEqualTo("cancelled");
        }
    }

    @Test
    void text_counts_as_the_bytes_that_it_is() throws Exception {
        try (World world = new World(folder);
                Talker talker = talker(world)) {
            talker.say("\u0001" + hold("").substring(2));

            assertThat(world.worker.next().plan().dialogue().isOpen()).isTrue();
        }
    }

    @Test
    void a_message_that_is_too_large_ends_the_conversation_and_its_program() throws Exception {
        try (World world = new World(folder);
                Talker talker = talker(world)) {
            talker.say(message(hold("")));
            Held held = world.worker.next();

            talker.say(message("3 00 " + "x".repeat(256 << 10)));

            assertThat(talker.closed()).isIn(1009, -1); // it may be gone before it is read
            assertThat(verdict(world, held)).isEqualTo("cancelled");
        }
    }

    @Test
    void a_program_ends_with_a_client_that_goes_away_or_cannot_be_understood() throws Exception {
        try (World world = new World(folder)) {
            Held left;
            try (Talker talker = talker(world)) {
                talker.say(message(hold("")));
                left = world.worker.next();
            }
            Held confused;
            try (Talker talker = talker(world)) {
                talker.say(message(hold("")));
                confused = world.worker.next();
                talker.say(message("x 07"));
                assertThat(talker.closed()).isEqualTo(1007);
            }

            assertThat(verdict(world, left)).isEqualTo("cancelled");
            assertThat(verdict(world, confused)).isEqualTo("cancelled");
        }
    }

    /** Leaves so much that nothing more can be sent: what comes after it, the end of the connection too, does not arrive. */
    @Test
    void a_program_ends_with_a_client_that_goes_away_behind_input_that_nobody_reads() throws Exception {
        try (World world = new World(folder)) {
            Held held;
            try (SocketChannel client = SocketChannel.open(new InetSocketAddress("127.0.0.1", world.port))) {
                client.write(ByteBuffer.wrap(("GET " + PATH + " HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
                                + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                                + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n")
                        .getBytes(StandardCharsets.UTF_8)));
                String answer = "";
                ByteBuffer heard = ByteBuffer.allocate(1);
                while (!answer.endsWith("\r\n\r\n") && client.read(heard.clear()) == 1) {
                    answer += (char) heard.get(0); // what is left unread would be answered with a reset, which is seen
                }
                client.write(frame(message(hold(""))));
                held = world.worker.next();
                held.deaf(true);
                client.configureBlocking(false);
                ByteBuffer flood = frame(message("3 00 " + "x".repeat(60_000)));
                while (client.write(flood) > 0) {
                    if (!flood.hasRemaining()) {
                        flood.rewind();
                    }
                }
            }

            assertThat(verdict(world, held)).isEqualTo("cancelled");
        }
    }

    /** Of one message, masked by zeros. */
    private static ByteBuffer frame(byte[] message) {
        ByteBuffer frame = ByteBuffer.allocate(message.length + 8);
        frame.put((byte) 0x82).put((byte) (0x80 | 126)).putShort((short) message.length);
        return frame.putInt(0).put(message).flip();
    }

    @Test
    void only_keys_that_may_run_open_one_and_files_of_other_tenants_are_none() throws Exception {
        KeySecret ann = KeySecret.make(new SecureRandom());
        KeySecret bob = KeySecret.make(new SecureRandom());
        KeySecret reader = KeySecret.make(new SecureRandom());
        KeyFile keys = new KeyFile(List.of(
                new KeyFile.Key(ann.digest(), new Caller(new TenantId("ann"), EnumSet.allOf(Right.class))),
                new KeyFile.Key(bob.digest(), new Caller(new TenantId("bob"), EnumSet.allOf(Right.class))),
                new KeyFile.Key(reader.digest(), new Caller(new TenantId("ann"), EnumSet.of(Right.READ)))));
        try (World world = new World(folder, Recipe.USUAL.keys(keys))) {
            String id = JsonMapper.shared()
                    .readTree(world.sendUnchecked(World.with(GoJudgeTest.form(world, "a", "secret"), ann))
                            .body())
                    .stringValue();
            String uses = "1 {\"cmd\": [{\"args\": [\"a\"], \"copyIn\": {\"a\": {\"fileId\": \"" + id + "\"}}, " + FILES
                    + "}]}";

            assertThat(refusalOf(world, bob, uses)).isEqualTo("file not exists with id " + id);
            assertThatThrownBy(() -> talker(world)).hasStackTraceContaining("WebSocketHandshakeException");
            assertThatThrownBy(() -> talker(world, reader)).hasStackTraceContaining("WebSocketHandshakeException");
            try (Talker talker = talker(world, ann)) {
                talker.say(message(uses));
                assertThat(response(talker.nextBytes())
                                .path("results")
                                .path(0)
                                .path("status")
                                .stringValue())
                        .isEqualTo("Accepted");
            }
        }
    }

    private static Talker talker(World world, KeySecret key) {
        return Talker.to(world.client(), world.at(PATH), Map.of("Authorization", "Bearer " + key.value()));
    }

    private static String refusalOf(World world, KeySecret key, String request) throws InterruptedException {
        try (Talker talker = talker(world, key)) {
            talker.say(message(request));
            return response(talker.nextBytes()).path("error").stringValue();
        }
    }
}
