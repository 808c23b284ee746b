package freehold.control.http;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.control.rate.HeapShares;
import freehold.tenant.TenantId;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class RoomTest {
    private static final long HEAP = 300 << 20;
    private static final long LARGE = 9 << 20;
    private static final TenantId PHYSICS = new TenantId("physics");
    private static final TenantId CHEMISTRY = new TenantId("chemistry");
    private static final TenantId BIOLOGY = new TenantId("biology");

    private final Room room = new Room(HEAP);

    @Test
    void lets_as_much_be_read_at_once_as_a_part_of_the_heap_holds() throws InterruptedException {
        try (HeapShares.Held _ = room.take(PHYSICS, LARGE, Duration.ZERO).orElseThrow();
                HeapShares.Held _ = room.take(CHEMISTRY, LARGE, Duration.ZERO).orElseThrow()) {
            assertThat(room.take(BIOLOGY, LARGE, Duration.ZERO)).isEmpty();
            assertThat(room.take(BIOLOGY, HeapShares.SMALL_BYTES, Duration.ZERO))
                    .isPresent();
        }
        assertThat(room.take(BIOLOGY, LARGE, Duration.ZERO)).isPresent();
    }

    @Test
    void has_room_for_one_answer_however_large() throws InterruptedException {
        assertThat(room.take(PHYSICS, HEAP, Duration.ZERO)).isPresent();
    }

    @Test
    void leaves_others_room_whatever_one_tenant_asks_for() throws InterruptedException {
        try (HeapShares.Held _ = room.take(PHYSICS, HEAP, Duration.ZERO).orElseThrow()) {
            assertThat(room.take(PHYSICS, LARGE, Duration.ZERO)).isEmpty();
            assertThat(room.take(CHEMISTRY, LARGE, Duration.ZERO)).isPresent();
        }
    }

    @Test
    void reads_once_what_it_has_room_for() throws IOException, InterruptedException {
        AtomicInteger reads = new AtomicInteger();
        List<String> passed = new ArrayList<>();

        assertThat(room.pass(PHYSICS, () -> "read " + reads.incrementAndGet(), _ -> LARGE, passed::add))
                .isTrue();

        assertThat(passed).containsExactly("read 1");
    }

    @Test
    void lets_go_of_what_it_has_no_room_for_and_reads_it_again() throws Exception {
        AtomicInteger reads = new AtomicInteger();
        List<String> passed = new ArrayList<>();
        HeapShares.Held before = room.take(PHYSICS, HEAP, Duration.ZERO).orElseThrow();
        Thread waiting = Thread.ofVirtual().start(() -> pass(reads, passed));

        long until = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (waiting.getState() != Thread.State.TIMED_WAITING && System.nanoTime() < until) {
            LockSupport.parkNanos(100_000);
        }
        assertThat(passed).isEmpty();
        before.close();

        assertThat(waiting.join(Duration.ofSeconds(10))).isTrue();
        assertThat(passed).containsExactly("read 2");
    }

    private void pass(AtomicInteger reads, List<String> passed) {
        try {
            room.pass(PHYSICS, () -> "read " + reads.incrementAndGet(), _ -> LARGE, passed::add);
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
