package freehold.wire.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** What every bus does. */
public abstract class BusContract {
    private static final Duration SOON = Duration.ofSeconds(10);

    /** One end of the bus under test. */
    protected abstract Bus here();

    /** Another end of it. */
    protected abstract Bus there();

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Where nobody listens that is said at once, and who begins to listen is known to the other end a moment later. */
    protected final byte[] askUntilAnswered(String subject, byte[] message, Duration patience)
            throws InterruptedException {
        for (int i = 0; i < 400; i++) {
            try {
                return here().ask(subject, message, patience);
            } catch (NoAnswer notYet) {
                assertThat(notYet).hasMessageContaining(subject);
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
        }
        return new byte[0];
    }

    @Test
    void what_is_told_comes_in_its_order_and_whole() throws Exception {
        BlockingQueue<byte[]> heard = new LinkedBlockingQueue<>();
        try (Bus.Ear _ = there().hear("s.order", message -> {
            heard.add(message);
            return Optional.of(new byte[0]);
        })) {
            askUntilAnswered("s.order", bytes("there"), SOON);
            for (int i = 0; i < 100; i++) {
                here().tell("s.order", bytes("m" + i));
            }
            here().tell("s.order", new byte[Bus.MESSAGE_MAX]);

            assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo(bytes("there"));
            for (int i = 0; i < 100; i++) {
                assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo(bytes("m" + i));
            }
            assertThat(heard.poll(10, TimeUnit.SECONDS)).hasSize(Bus.MESSAGE_MAX);
        }
    }

    @Test
    void who_asks_gets_the_answer() throws Exception {
        try (Bus.Ear _ = there().share("s.group", "all", message -> Optional.of(message))) {
            byte[] answer = askUntilAnswered("s.group", bytes("hello"), SOON);

            assertThat(answer).isEqualTo(bytes("hello"));
        }
    }

    @Test
    void where_nobody_listens_nobody_answers() {
        assertThatThrownBy(() -> here().ask("s.nobody", bytes("hello"), Duration.ofMillis(300)))
                .isInstanceOf(NoAnswer.class);
    }

    @Test
    void a_closed_ear_hears_nothing() throws Exception {
        Bus.Ear ear = there().hear("s.closed", message -> Optional.of(message));
        assertThat(askUntilAnswered("s.closed", bytes("hello"), SOON)).isEqualTo(bytes("hello"));

        ear.close();

        assertThatThrownBy(() -> here().ask("s.closed", bytes("hello"), Duration.ofMillis(300)))
                .isInstanceOf(NoAnswer.class);
    }
}
