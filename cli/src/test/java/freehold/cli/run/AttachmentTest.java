package freehold.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import freehold.cell.TerminalSize;
import freehold.cli.Declined;
import freehold.cli.ExitStatus;
import freehold.cli.remote.RemoteServer;
import freehold.execution.StepName;
import freehold.execution.WorkPath;
import freehold.wire.link.Speech;
import freehold.wire.link.Stream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Conversations with a server that says what the test wants. */
@Timeout(60)
final class AttachmentTest {
    private static final String ID = "exe_1";

    private final HttpClient client = HttpClient.newHttpClient();
    private final Heard heard = new Heard();

    @AfterEach
    void close() {
        client.shutdownNow();
    }

    @Test
    void what_is_not_passed_on_is_told_once_in_the_servers_words() throws Exception {
        try (TalkServer server = new TalkServer(line -> {
            line.accept();
            line.hear();
            line.refuses("This key lacks the right run.");
            line.hear();
            line.refuses("This key lacks the right run.").refuses("The program takes no size.");
            line.finishes(1);
        })) {
            Attachment attachment = open(server);

            attachment.say(new Speech.Input("a".getBytes(StandardCharsets.UTF_8)));
            attachment.say(new Speech.Input("b".getBytes(StandardCharsets.UTF_8)));
            attachment.await();

            assertThat(heard.notices).containsExactly("This key lacks the right run.", "The program takes no size.");
        }
    }

    @Test
    void what_is_written_after_a_break_is_shown_and_each_event_once() throws Exception {
        try (TalkServer server = new TalkServer(
                line -> line.accept().writes(6, "one ").writes(7, "two ").cuts(),
                line -> line.decline(503, "{\"detail\": \"It is stopping.\"}"),
                line -> line.accept().closes(1001, ""),
                line -> line.accept().writes(7, "two ").writes(8, "three").finishes(9))) {
            Attachment attachment = open(server);

            attachment.await();

            assertThat(heard.output).hasToString("one two three");
            assertThat(server.asked)
                    .extracting(path -> path.replaceFirst(".*after=", ""))
                    .containsExactly("0", "7", "7", "7");
            assertThat(heard.notices).isEmpty();
        }
    }

    @Test
    void what_is_said_during_a_break_goes_by_the_next_connection_behind_its_greeting() throws Exception {
        BlockingQueue<String> said = new LinkedBlockingQueue<>();
        try (TalkServer server = new TalkServer(line -> said.add(line.accept().hear()), line -> {
            line.accept();
            said.add(line.hear());
            said.add(line.hear());
            line.finishes(1);
        })) {
            Attachment attachment = open(server, () -> Optional.of(new Speech.Resized(new TerminalSize(24, 80))));
            Thread hearing = Thread.ofVirtual().start(() -> {
                try {
                    attachment.await();
                } catch (InterruptedException over) {
                    Thread.currentThread().interrupt();
                }
            });
            assertThat(said.poll(20, TimeUnit.SECONDS)).contains("resize");
            server.asked.take();
            server.asked.take(); // the first is broken

            attachment.say(new Speech.InputEnd());
            hearing.join();

            assertThat(said)
                    .satisfiesExactly(
                            first -> assertThat(first).contains("resize"),
                            second -> assertThat(second).contains("eof"));
            assertThat(heard.notices).singleElement().asString().contains("may not have arrived");
        }
    }

    @Test
    void what_nobody_can_tell_the_fate_of_is_not_said_twice_and_that_is_told() throws Exception {
        BlockingQueue<Boolean> out = new LinkedBlockingQueue<>();
        AtomicBoolean full = new AtomicBoolean();
        CompletableFuture<Void> stuck = new CompletableFuture<>();
        BlockingQueue<String> said = new LinkedBlockingQueue<>();
        try (TalkServer server = new TalkServer(
                line -> {
                    line.accept();
                    untilNoneComes(out); // nothing is read here, and the kernel keeps so much
                    full.set(true);
                    line.closes(1001, "");
                    stuck.completeOnTimeout(null, 20, TimeUnit.SECONDS).join();
                },
                line -> {
                    said.add(line.accept().hear());
                    line.finishes(1);
                })) {
            Attachment attachment = open(server);
            Thread speaker = Thread.ofVirtual().start(() -> {
                try {
                    while (!full.get()) {
                        attachment.say(new Speech.Input(new byte[32 << 10]));
                        out.add(true);
                    }
                    stuck.complete(null);
                    attachment.say(new Speech.InputEnd());
                } catch (InterruptedException over) {
                    Thread.currentThread().interrupt();
                }
            });
            stuck.join();

            attachment.await();

            speaker.join();
            assertThat(said).singleElement().asString().contains("eof");
            assertThat(heard.notices).singleElement().asString().contains("may not have arrived");
        }
    }

    private static void untilNoneComes(BlockingQueue<Boolean> those) throws IOException {
        try {
            while (those.poll(2, TimeUnit.SECONDS) != null) {
                those.clear();
            }
        } catch (InterruptedException over) {
            throw new IOException(over);
        }
    }

    @Test
    void a_server_that_ends_the_conversation_for_good_is_not_taken_for_its_end() throws Exception {
        try (TalkServer server =
                new TalkServer(line -> line.accept().writes(1, "x").closes(1008, "This key was revoked."))) {
            Attachment attachment = open(server);

            var declined = catchThrowableOfType(Declined.class, attachment::await);

            assertThat(declined).hasMessageContaining("This key was revoked.").hasMessageContaining(ID);
            assertThat(declined.status()).isEqualTo(ExitStatus.UNAVAILABLE);
            assertThat(server.asked).hasSize(1);
        }
    }

    @Test
    void a_conversation_that_stays_broken_is_given_up() throws Exception {
        try (TalkServer server = new TalkServer(
                line -> line.accept().writes(1, "x").cuts(),
                line -> line.accept().closes(1013, "Too many are open."))) {
            Attachment attachment = open(server);

            var declined = catchThrowableOfType(Declined.class, attachment::await);

            assertThat(declined.status()).isEqualTo(ExitStatus.UNAVAILABLE);
            assertThat(declined).hasMessageContaining("the execution may go on");
            attachment.say(new Speech.InputEnd()); // is forgotten, and does not wait
        }
    }

    @Test
    void a_key_that_is_known_no_longer_ends_it_at_once() throws Exception {
        try (TalkServer server =
                new TalkServer(line -> line.accept().writes(1, "x").cuts(), line -> line.decline(401, ""))) {
            Attachment attachment = open(server);

            var declined = catchThrowableOfType(Declined.class, attachment::await);

            assertThat(declined.status()).isEqualTo(ExitStatus.USAGE);
            assertThat(declined).hasMessageContaining("--key");
        }
    }

    @Test
    void a_server_that_vanished_without_a_word_is_noticed() throws Exception {
        try (TalkServer server = new TalkServer(
                line -> line.accept().writes(1, "one ").hear(),
                line -> line.accept().writes(2, "two").finishes(3))) {
            Attachment attachment = open(server, Optional::empty, Duration.ofSeconds(1));

            attachment.await();

            assertThat(heard.output).hasToString("one two");
        }
    }

    @Test
    void whoever_leaves_is_let_go_during_a_break() throws Exception {
        try (TalkServer server = new TalkServer(line -> line.accept().cuts())) {
            Attachment attachment = Attachment.open(
                    client,
                    new RemoteServer(server.address(), Optional.empty()),
                    ID,
                    heard,
                    Optional::empty,
                    new Patience(Duration.ofHours(1), 8, Duration.ofHours(1), Duration.ofHours(1)));

            attachment.leave();
            attachment.await();

            assertThat(heard.notices).isEmpty();
        }
    }

    @Test
    void pauses_double_up_to_the_longest() {
        assertThat(IntStream.rangeClosed(1, 7).mapToObj(Patience.USUAL::pause).map(Duration::toMillis))
                .containsExactly(200L, 400L, 800L, 1600L, 3200L, 5000L, 5000L);
    }

    private Attachment open(TalkServer server) {
        return open(server, Optional::empty);
    }

    private Attachment open(TalkServer server, Supplier<Optional<Speech>> greeting) {
        return open(server, greeting, Duration.ofSeconds(5)); // by it is noticed an end that the JDK misses
    }

    private Attachment open(TalkServer server, Supplier<Optional<Speech>> greeting, Duration silence) {
        RemoteServer remote = new RemoteServer(server.address(), Optional.of("fh_k"));
        return Attachment.open(
                client,
                remote,
                ID,
                heard,
                greeting,
                new Patience(silence, 4, Duration.ofMillis(1), Duration.ofSeconds(30)));
    }

    /** Keeps what it was told. */
    private static final class Heard implements Observer {
        private final StringBuilder output = new StringBuilder();
        private final List<String> notices = new CopyOnWriteArrayList<>();

        @Override
        public void output(StepName step, Stream stream, byte[] bytes) {
            output.append(new String(bytes, StandardCharsets.UTF_8));
        }

        @Override
        public void artifact(WorkPath path, InputStream bytes) {}

        @Override
        public void notice(String sentence) {
            notices.add(sentence);
        }
    }
}
