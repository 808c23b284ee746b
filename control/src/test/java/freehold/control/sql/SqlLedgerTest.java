package freehold.control.sql;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.control.ledger.Ledger;
import freehold.control.ledger.SigningKey;
import freehold.control.ledger.Verified;
import freehold.leak.LeakWatch;
import freehold.ledger.Act;
import freehold.ledger.Chain;
import freehold.ledger.Position;
import freehold.tenant.TenantId;
import freehold.waiting.Waiting;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(30)
@ExtendWith(LeakWatch.class)
final class SqlLedgerTest {
    private static final Chain ANN = Chain.of(new TenantId("ann"));
    private static final SigningKey KEY = SigningKey.make();

    private static Act act() {
        return new Act(
                Instant.parse("2026-11-28T10:00:00Z"),
                "server",
                "test.appended",
                "",
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void verifications_go_one_after_the_other_and_leave_readers_to_who_asks_for_less() throws Exception {
        AtomicInteger reading = new AtomicInteger();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        try (MemoryDatabase database = new MemoryDatabase("one-verification", () -> 0);
                SqlRecords records = database.records(InstantSource.system(), () -> KEY, "ctl_1", Runnable::run, () -> {
                    if (Thread.currentThread().getName().equals("verifying")) {
                        reading.incrementAndGet();
                        begun.countDown();
                        await(released);
                    }
                    return false;
                })) {
            Ledger ledger = records.ledger();
            ledger.append(ANN, act()).join();

            List<FutureTask<Verified>> all = Stream.generate(
                            () -> new FutureTask<>(() -> ledger.verify(ANN, Position.FIRST, 10)))
                    .limit(3)
                    .toList();
            List<Thread> threads = all.stream()
                    .map(each -> Thread.ofPlatform().name("verifying").start(each))
                    .toList();
            begun.await();
            threads.forEach(Waiting::await);
            int atOnce = reading.get();
            int read = ledger.read(ANN, Position.FIRST, 10).size();
            released.countDown();

            assertThat(atOnce).isEqualTo(1);
            assertThat(read).isEqualTo(1);
            for (FutureTask<Verified> each : all) {
                assertThat(each.get().findings()).isEmpty();
                assertThat(each.get().lines()).isEqualTo(1);
            }
            for (Thread each : threads) {
                each.join();
            }
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
