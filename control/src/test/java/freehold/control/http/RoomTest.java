package freehold.control.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RoomTest {
    private static final long HEAP = 300 << 20;
    private static final long LARGE = 16 << 20;

    private final Room room = new Room(HEAP);

    @Test
    void lets_as_much_be_read_at_once_as_a_part_of_the_heap_holds() throws InterruptedException {
        try (Room.Held _ = room.take(LARGE, Duration.ZERO).orElseThrow()) {
            assertThat(room.take(LARGE, Duration.ZERO)).isEmpty();
            assertThat(room.take(Room.SMALL_BYTES, Duration.ZERO)).isPresent();
        }
        assertThat(room.take(LARGE, Duration.ZERO)).isPresent();
    }

    @Test
    void has_room_for_one_answer_however_large() throws InterruptedException {
        assertThat(room.take(HEAP, Duration.ZERO)).isPresent();
    }
}
