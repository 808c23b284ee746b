package freehold.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Talking to real programs. */
@Timeout(120)
class AttachTest {
    private static final String ECHO =
            "import sys\nfor line in sys.stdin: print(line.upper(), end='', flush=True)\nprint('bye')";
    private static final String WAITING =
            "import signal, time\nsignal.signal(signal.SIGINT, lambda *_: exit(7))\nprint('ready', flush=True)\ntime.sleep(60)";
    private static final String SIZE = """
            import os, time
            print(*os.get_terminal_size(), flush=True)
            while os.get_terminal_size().columns == 80: time.sleep(0.02)
            print(*os.get_terminal_size())
            """;

    private final FreeholdClient client = World.client();

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void a_program_answers_what_it_is_told() {
        try (Conversation talk = client.attach(begun(interactive(ECHO)))) {
            talk.write("hello\n");
            Iterator<Event> events = talk.iterator();
            Event.Output first = nextOutput(events);
            talk.write("wörld\n".getBytes(UTF_8));
            talk.endInput();
            List<Event> rest = rest(events);

            assertThat(first.text()).isEqualTo("HELLO\n");
            assertThat(text(rest)).isEqualTo("WÖRLD\nbye\n");
            assertThat(end(rest).verdict()).contains(Verdict.SUCCEEDED);
        }
    }

    @Test
    void more_than_one_message_holds_arrives_in_its_order() {
        byte[] said = new byte[512_000];
        for (int i = 0; i < said.length; i++) {
            said[i] = (byte) i;
        }
        String digest = "import hashlib, sys; print(hashlib.sha256(sys.stdin.buffer.read()).hexdigest())";
        try (Conversation talk = client.attach(begun(interactive(digest)))) {
            talk.write(said);
            talk.endInput();

            assertThat("sha256:" + text(rest(talk.iterator())).strip()).isEqualTo(Digests.of(said));
        }
    }

    @Test
    void signals_and_sizes_reach_it() {
        try (Conversation talk = client.attach(begun(interactive(WAITING)))) {
            Iterator<Event> events = talk.iterator();
            nextOutput(events);

            talk.signal(Signal.SIGINT);

            assertThat(end(rest(events)).run().flatMap(Step::exitCode)).contains(7);
        }
        try (Conversation talk = client.attach(begun(interactive(SIZE).terminal(24, 80)))) {
            Iterator<Event> events = talk.iterator();
            Event.Output first = nextOutput(events);

            talk.resize(50, 132);

            assertThat(first.text().strip()).isEqualTo("80 24");
            assertThat(text(rest(events)).strip()).isEqualTo("132 50");
        }
    }

    @Test
    void what_a_program_does_not_take_is_refused_and_its_end_still_comes() {
        String deaf = client.submit(ExecutionRequest.of("python", "import time; time.sleep(1)"))
                .id();
        try (Conversation talk = client.attach(deaf)) {
            talk.write("x");

            List<Event> events = rest(talk.iterator());

            assertThat(events)
                    .filteredOn(Event.Refused.class::isInstance)
                    .singleElement()
                    .satisfies(event -> assertThat(((Event.Refused) event).reason())
                            .isInstanceOf(ApiException.Conflict.class)
                            .hasMessageContaining("takes no input"));
            assertThat(end(events).verdict()).contains(Verdict.SUCCEEDED);
        }
    }

    @Test
    void what_is_not_there_cannot_be_attached_to() {
        assertThatThrownBy(() -> client.attach(World.NONE)).isInstanceOf(ApiException.NotFound.class);
    }

    @Test
    void one_comes_back_behind_what_was_seen() {
        String id = begun(interactive(ECHO));
        Event.Output seen;
        try (Conversation talk = client.attach(id)) {
            talk.write("one\n");
            seen = nextOutput(talk.iterator());
        }
        try (Conversation talk = client.attach(id, seen.position())) {
            talk.endInput();

            assertThat(text(rest(talk.iterator()))).isEqualTo("bye\n");
        }
    }

    private static RequestBuilder interactive(String source) {
        return ExecutionRequest.builder("python")
                .source(source)
                .interactive()
                .limits(Limits.defaults().wall(Duration.ofSeconds(60)));
    }

    private String begun(RequestBuilder request) {
        return client.submit(request.build()).id();
    }

    private static Event.Output nextOutput(Iterator<Event> events) {
        while (true) {
            if (events.next() instanceof Event.Output output) {
                return output;
            }
        }
    }

    private static List<Event> rest(Iterator<Event> events) {
        List<Event> all = new ArrayList<>();
        events.forEachRemaining(all::add);
        return all;
    }

    private static String text(List<Event> events) {
        return FreeholdClientTest.outputs(events).stream()
                .map(Event.Output::text)
                .collect(Collectors.joining());
    }

    private static Execution end(List<Event> events) {
        return ((Event.Finished) events.getLast()).execution();
    }
}
