package freehold.control.retention;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.control.vault.KeyDestroyed;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class SealingTest {
    @Test
    void a_place_that_cannot_be_sealed_keeps_no_other_one_plain() throws Exception {
        CountDownLatch sealed = new CountDownLatch(3);
        Sealing.Place broken = _ -> {
            throw new KeyDestroyed("of this tenant");
        };
        Sealing.Place good = _ -> {
            sealed.countDown();
            return (int) sealed.getCount();
        };

        boolean done;
        try (Sealing _ = new Sealing(List.of(broken, good))) {
            done = sealed.await(20, TimeUnit.SECONDS);
        }

        assertThat(done).isTrue();
    }
}
