package freehold.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import freehold.client.FreeholdException.ConnectionFailed;
import freehold.client.FreeholdException.UnexpectedAnswer;
import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a conversation makes of a server that says what the test wants. */
@Timeout(60)
class ConversationTest {
    private static final String ID = "exe_" + "0".repeat(26);

    @Test
    void what_is_said_goes_out_as_the_contract_has_it() throws IOException, InterruptedException {
        BlockingQueue<String> said = new LinkedBlockingQueue<>();
        try (TalkServer server = new TalkServer(line -> {
                    line.accept();
                    for (int i = 0; i < 4; i++) {
                        said.add(line.hear());
                    }
                    line.cuts();
                });
                FreeholdClient client = client(server);
                Conversation talk = client.attach(ID, 7)) {
            talk.write("hi");
            talk.signal(Signal.SIGINT);
            talk.resize(50, 132);
            talk.endInput();

            assertThatThrownBy(() -> talk.forEach(event -> {})).isInstanceOf(ConnectionFailed.class);
            assertThat(said)
                    .containsExactly(
                            "{\"stdin_base64\":\"aGk=\"}",
                            "{\"signal\":\"SIGINT\"}",
                            "{\"resize\":{\"rows\":50,\"columns\":132}}",
                            "{\"eof\":true}");
            assertThat(server.asked).containsExactly("/v1/executions/" + ID + "/attach?after=7");
        }
    }

    @Test
    void a_refusal_is_an_event_and_the_conversation_goes_on() throws IOException {
        try (TalkServer server = new TalkServer(line -> line.accept()
                        .writes(3, "a")
                        .refuses("This key lacks the right run.")
                        .writes(4, "b")
                        .cuts());
                FreeholdClient client = client(server);
                Conversation talk = client.attach(ID)) {
            Iterator<Event> events = talk.iterator();

            assertThat(events.next()).isInstanceOf(Event.Output.class);
            assertThat(events.next()).isInstanceOfSatisfying(Event.Refused.class, refused -> {
                assertThat(refused.position()).isEqualTo(3);
                assertThat(refused.reason()).isInstanceOf(ApiException.Forbidden.class);
                assertThat(refused.reason().detail()).isEqualTo("This key lacks the right run.");
            });
            assertThat(events.next().position()).isEqualTo(4);
        }
    }

    @Test
    void a_connection_that_breaks_is_thrown_behind_what_was_heard() throws IOException {
        try (TalkServer server =
                        new TalkServer(line -> line.accept().writes(1, "a").closes(1008, "This key was revoked."));
                FreeholdClient client = client(server);
                Conversation talk = client.attach(ID)) {
            Iterator<Event> events = talk.iterator();
            assertThat(events.next().position()).isEqualTo(1);

            assertThatThrownBy(events::hasNext)
                    .isInstanceOf(ConnectionFailed.class)
                    .hasMessageContaining("1008 This key was revoked.");

            assertThatThrownBy(events::hasNext).isInstanceOf(ConnectionFailed.class);
            assertThatThrownBy(talk::endInput).isInstanceOf(ConnectionFailed.class);
        }
    }

    @Test
    void more_than_waits_here_is_heard_in_its_order() throws IOException {
        int many = 1_000;
        try (TalkServer server = new TalkServer(line -> {
                    line.accept();
                    for (int i = 1; i <= many; i++) {
                        line.writes(i, "x".repeat(1_000));
                    }
                    line.cuts();
                });
                FreeholdClient client = client(server);
                Conversation talk = client.attach(ID)) {
            Iterator<Event> events = talk.iterator();

            List<Long> heard = IntStream.range(0, many)
                    .mapToObj(i -> events.next().position())
                    .toList();

            assertThat(heard).isSorted().hasSize(many).endsWith((long) many);
            assertThatThrownBy(events::hasNext).isInstanceOf(ConnectionFailed.class);
        }
    }

    @Test
    void opening_is_tried_again_where_the_server_says_later() throws IOException {
        String full = "{\"type\":\"/errors/unavailable\",\"title\":\"t\",\"status\":503,\"detail\":\"Come back.\"}";
        try (TalkServer server = new TalkServer(
                        line -> line.decline(503, full),
                        line -> line.accept().writes(1, "a").cuts());
                FreeholdClient client = client(server);
                Conversation talk = client.attach(ID)) {
            assertThat(talk.iterator().next().position()).isEqualTo(1);
        }
    }

    @Test
    void what_declines_to_open_is_the_servers_problem() throws IOException {
        String problem =
                "{\"type\":\"/errors/forbidden\",\"title\":\"t\",\"status\":403,\"detail\":\"It lacks read.\"}";
        try (TalkServer server = new TalkServer(line -> line.decline(403, problem));
                FreeholdClient client = client(server)) {
            var forbidden = catchThrowableOfType(ApiException.Forbidden.class, () -> client.attach(ID));

            assertThat(forbidden.detail()).isEqualTo("It lacks read.");
        }
    }

    @Test
    void what_is_no_event_is_not_believed() throws IOException {
        for (String message : List.of("x", "[]", "null", "{}", "{\"event\": \"refused\", \"data\": {}}")) {
            try (TalkServer server =
                            new TalkServer(line -> line.accept().say(message).cuts());
                    FreeholdClient client = client(server);
                    Conversation talk = client.attach(ID)) {
                assertThatThrownBy(() -> talk.iterator().next()).as(message).isInstanceOf(UnexpectedAnswer.class);
            }
        }
    }

    @Test
    void whoever_closes_it_hears_no_more() throws IOException, InterruptedException {
        try (TalkServer server =
                        new TalkServer(line -> line.accept().writes(1, "a").hear());
                FreeholdClient client = client(server)) {
            Conversation talk = client.attach(ID);
            Iterator<Event> events = talk.iterator();
            assertThat(events.next().position()).isEqualTo(1);
            Thread hearing = Thread.ofVirtual().start(talk::close);

            assertThat(events.hasNext()).isFalse();
            hearing.join();
            assertThatThrownBy(talk::endInput).isInstanceOf(ConnectionFailed.class);
        }
    }

    @Test
    void what_cannot_be_a_conversation_is_not_opened() throws IOException {
        try (TalkServer server = new TalkServer();
                FreeholdClient client = client(server)) {
            assertThatThrownBy(() -> client.attach("../me")).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> client.attach(ID, -1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> client.attach(ID)).isInstanceOf(ConnectionFailed.class);
        }
    }

    private static FreeholdClient client(TalkServer server) {
        return FreeholdClient.builder()
                .server(server.address().toString())
                .key("fh_k")
                .retries(new Retries(2, Duration.ofSeconds(2)))
                .build();
    }
}
