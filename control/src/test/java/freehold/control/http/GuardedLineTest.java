package freehold.control.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freehold.control.exchange.Line;
import freehold.control.exchange.Presence.Watch;
import freehold.control.record.RecordUnavailable;
import freehold.refusal.Refusal;
import freehold.refusal.Unauthenticated;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class GuardedLineTest {
    private final AtomicInteger ended = new AtomicInteger();
    private final AtomicInteger said = new AtomicInteger();
    private volatile boolean silent;
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicReference<Optional<Refusal>> refusal = new AtomicReference<>(Optional.empty());
    private final Line line = new GuardedLine(
            new Line() {
                @Override
                public Optional<String> hear(Duration patience) {
                    if (silent) {
                        nanos.addAndGet(patience.toNanos());
                        return Optional.empty();
                    }
                    return Optional.of("again");
                }

                @Override
                public Optional<byte[]> hearBytes(Duration patience) {
                    return Optional.of(new byte[1]);
                }

                @Override
                public void sayBytes(byte[] message) {
                    said.incrementAndGet();
                }

                @Override
                public void say(String text) {
                    said.incrementAndGet();
                }

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
    void who_waits_for_a_message_hears_of_it_within_a_second() {
        silent = true;
        refusal.set(Optional.of(new Unauthenticated()));

        assertThatThrownBy(() -> line.hear(Duration.ofMinutes(1))).isInstanceOf(IOException.class);

        assertThat(nanos).hasValueLessThanOrEqualTo(Duration.ofSeconds(1).toNanos());
        assertThat(ended).hasValue(1008);
    }

    @Test
    void who_waits_for_a_message_that_does_not_come_waits_as_long_as_asked() throws Exception {
        silent = true;

        assertThat(line.hear(Duration.ofMillis(3_500))).isEmpty();

        assertThat(nanos).hasValue(Duration.ofMillis(3_500).toNanos());
    }

    @Test
    void nothing_is_said_a_second_after_a_key_is_revoked() throws Exception {
        line.say("before");
        line.sayBytes(new byte[1]);
        refusal.set(Optional.of(new Unauthenticated()));
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());

        assertThatThrownBy(() -> line.say("after")).isInstanceOf(IOException.class);

        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThatThrownBy(() -> line.sayBytes(new byte[1])).isInstanceOf(IOException.class);
        assertThat(said).hasValue(2);
        assertThat(ended).hasValue(1008);
    }

    @Test
    void whoever_watches_is_told_once() throws Exception {
        Semaphore told = new Semaphore(0);
        Watch watch = line.watch(told::release);
        refusal.set(Optional.of(new Unauthenticated()));
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());

        assertThat(told.tryAcquire(10, TimeUnit.SECONDS)).isTrue();

        watch.close();
        assertThat(told.availablePermits()).isZero();
        assertThat(ended).hasValue(1008);
    }

    @Test
    void a_watch_that_was_closed_tells_nobody() {
        Semaphore told = new Semaphore(0);

        line.watch(told::release).close();

        assertThat(told.availablePermits()).isZero();
    }

    @Test
    void who_is_in_stays_in_while_the_record_cannot_be_read() throws Exception {
        Line unsure = new GuardedLine(
                line,
                new Door.Standing(
                        () -> {
                            throw new RecordUnavailable("away", new IOException());
                        },
                        Optional::empty),
                nanos::get);
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());

        assertThat(unsure.hear(Duration.ZERO)).contains("again");
        assertThat(ended).hasValue(0);
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
