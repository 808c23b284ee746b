package freehold.control.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freehold.control.exchange.Line;
import freehold.refusal.Refusal;
import freehold.refusal.Unauthenticated;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class GuardedLineTest {
    private final AtomicInteger ended = new AtomicInteger();
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicReference<Optional<Refusal>> refusal = new AtomicReference<>(Optional.empty());
    private final Line line = new GuardedLine(
            new Line() {
                @Override
                public Optional<String> hear(Duration patience) {
                    return Optional.of("again");
                }

                @Override
                public Optional<byte[]> hearBytes(Duration patience) {
                    return Optional.of(new byte[1]);
                }

                @Override
                public void sayBytes(byte[] message) {}

                @Override
                public void say(String text) {}

                @Override
                public Watch watch(Runnable whenGone) {
                    return () -> {};
                }

                @Override
                public void end(int code, String why) {
                    ended.set(code);
                }
            },
            new Door.Standing(refusal::get, Optional::empty),
            nanos::get);

    @Test
    void nothing_is_heard_a_second_after_a_key_is_revoked() throws Exception {
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        assertThat(line.hear(Duration.ZERO)).contains("again");

        refusal.set(Optional.of(new Unauthenticated()));
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());

        assertThatThrownBy(() -> line.hearBytes(Duration.ZERO)).isInstanceOf(IOException.class);
        assertThat(ended).hasValue(1008);
    }

    @Test
    void whoever_may_stay_is_heard() throws Exception {
        for (int i = 0; i < 5; i++) {
            nanos.addAndGet(Duration.ofSeconds(2).toNanos());
            assertThat(line.hear(Duration.ZERO)).contains("again");
        }
        assertThat(ended).hasValue(0);
    }
}
