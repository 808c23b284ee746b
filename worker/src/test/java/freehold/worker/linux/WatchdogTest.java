package freehold.worker.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One cell whose closing fails must not take the deadlines of all others along. */
@Timeout(20)
class WatchdogTest {
    private static final UnclosableChannel.Closing WELL = () -> {};
    private static final UnclosableChannel.Closing BADLY = () -> {
        throw new IOException("input/output error");
    };
    private static final UnclosableChannel.Closing BY_MISTAKE = () -> {
        throw new IllegalStateException("a mistake of ours");
    };

    private final Watchdog watchdog = new Watchdog(Duration.ofMillis(50), Duration.ofMillis(10));
    private final List<UnclosableChannel> channels = new ArrayList<>();

    @AfterEach
    void stop() {
        watchdog.close();
    }

    @Test
    void waits_end_after_a_cell_whose_closing_failed() throws Exception {
        waits(BADLY).get(10, TimeUnit.SECONDS);
        waits(BY_MISTAKE).get(10, TimeUnit.SECONDS);

        assertThat(waits(WELL).get(10, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
    }

    @Test
    void all_are_closed_at_the_end_though_the_closing_of_some_fails() throws Exception {
        try (Watchdog patient = new Watchdog(Duration.ofHours(1), Duration.ofHours(1))) {
            for (int i = 0; i < 8; i++) {
                var _ = waits(patient, i % 2 == 0 ? BADLY : BY_MISTAKE);
            }
        }

        assertThat(channels).noneMatch(UnclosableChannel::isOpen);
    }

    private CompletableFuture<Exception> waits(UnclosableChannel.Closing closing) throws InterruptedException {
        return waits(watchdog, closing);
    }

    /** What ends the wait of a cell whose daemon does not answer. */
    private CompletableFuture<Exception> waits(Watchdog dog, UnclosableChannel.Closing closing)
            throws InterruptedException {
        UnclosableChannel channel = new UnclosableChannel(closing);
        channels.add(channel);
        LinuxCell cell = new LinuxCell(channel, dog);
        CompletableFuture<Exception> end = new CompletableFuture<>();
        Thread.startVirtualThread(() -> {
            try {
                cell.connect(UnixDomainSocketAddress.of("/nowhere"));
            } catch (IOException | RuntimeException ended) {
                end.complete(ended);
            }
        });
        channel.awaitConnecting();
        return end;
    }
}
