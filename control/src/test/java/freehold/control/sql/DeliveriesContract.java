package freehold.control.sql;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.control.admission.Ids;
import freehold.control.callback.Backoff;
import freehold.control.callback.Courier;
import freehold.control.callback.Deliveries;
import freehold.control.callback.Deliveries.Turn;
import freehold.control.callback.Delivery;
import freehold.control.callback.Delivery.State;
import freehold.control.callback.Scribe;
import freehold.control.callback.Sender;
import freehold.control.record.Entry;
import freehold.control.world.World;
import freehold.execution.Callback;
import freehold.execution.CallbackId;
import freehold.policy.Retain;
import freehold.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Messages of one record that several controls deliver, the same for every database. */
@Timeout(60)
abstract class DeliveriesContract {
    private static final TenantId ANN = new TenantId("ann");
    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
    private static final int CONTROLS = 3;

    private final Ids ids = new Ids(() -> NOW, new Random(7));
    private final Map<String, Integer> sent = new ConcurrentHashMap<>();
    private SqlRecords records;
    private Deliveries deliveries;

    abstract Engine engine();

    @BeforeEach
    void open() {
        records = new SqlRecords(engine(), InstantSource.system(), () -> World.KEY, World.MASTER);
        deliveries = records.deliveries();
    }

    @AfterEach
    void close() {
        records.close();
    }

    private CallbackId message() {
        Entry usual = SealedContract.entry(ids, ANN, Retain.FULL, true);
        Optional<Callback> callback = Optional.of(new Callback("https://hooks.example/", Optional.empty()));
        records.save(new Entry(usual.execution(), usual.request(), usual.inputs(), usual.journal(), callback))
                .join();
        return CallbackId.of(usual.execution().id());
    }

    private List<CallbackId> messages(int count) {
        List<CallbackId> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(message());
        }
        return all;
    }

    /** Delivers with as many as there are controls, until all are where they end. */
    private void deliver(List<CallbackId> all, Sender.Result result) {
        List<Courier> couriers = new ArrayList<>();
        try {
            for (int i = 0; i < CONTROLS; i++) {
                couriers.add(new Courier(
                        deliveries,
                        records,
                        Scribe.OF_EXECUTIONS,
                        (_, headers, _) -> {
                            sent.merge(headers.get("webhook-id"), 1, Integer::sum);
                            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20)); // as a receiver that is not here
                            return result;
                        },
                        new Backoff(Duration.ofMillis(5), 3),
                        InstantSource.system(),
                        new Random(7)));
            }
            while (all.stream().anyMatch(id -> found(id).state() == State.WAITING)) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            }
        } finally {
            couriers.forEach(Courier::close);
        }
    }

    private Delivery found(CallbackId id) {
        return deliveries.find(ANN, id).orElseThrow();
    }

    @Test
    void several_controls_send_a_message_once() {
        List<CallbackId> all = messages(12);

        deliver(all, new Sender.Result.Answered(204));

        assertThat(sent.values()).hasSize(12).containsOnly(1);
        assertThat(all).allSatisfy(id -> {
            assertThat(found(id).state()).isEqualTo(State.DELIVERED);
            assertThat(found(id).attempts()).isEqualTo(1);
        });
    }

    @Test
    void several_controls_make_no_more_attempts_than_one() {
        List<CallbackId> all = messages(4);

        deliver(all, new Sender.Result.Answered(500));

        assertThat(sent.values()).hasSize(4).containsOnly(3);
        assertThat(all).allSatisfy(id -> {
            assertThat(found(id).state()).isEqualTo(State.DEAD);
            assertThat(found(id).attempts()).isEqualTo(3);
        });
    }

    @Test
    void what_is_claimed_is_due_again_when_the_claim_is_over_and_until_then_for_nobody_else() {
        Turn turn = Turn.of(found(message()));
        Instant until = NOW.plusSeconds(60);

        assertThat(deliveries.claim(turn, until).join()).isTrue();
        assertThat(deliveries.claim(turn, until.plusSeconds(1)).join()).isFalse();

        assertThat(deliveries.due(until.minusMillis(1), Set.of(), 9)).isEmpty();
        assertThat(deliveries.due(until, Set.of(), 9)).hasSize(1);
        assertThat(deliveries.nextDue()).contains(until);
    }

    @Test
    void a_failure_that_comes_late_changes_nothing_of_what_another_one_has_delivered() {
        CallbackId id = message();
        Turn slow = claimed(Turn.of(found(id)), NOW.plusSeconds(1));
        Turn other = claimed(slow, NOW.plusSeconds(2));

        assertThat(deliveries.delivered(other, NOW).join()).isTrue();
        assertThat(deliveries.failed(slow, "late", NOW, Optional.empty()).join())
                .isFalse();
        assertThat(deliveries
                        .failed(slow, "late", NOW, Optional.of(NOW.plusSeconds(9)))
                        .join())
                .isFalse();

        assertThat(found(id).state()).isEqualTo(State.DELIVERED);
        assertThat(found(id).attempts()).isEqualTo(1);
        assertThat(found(id).lastError()).isEmpty();
    }

    @Test
    void what_is_asked_for_again_is_not_settled_by_an_attempt_from_before() {
        CallbackId id = message();
        Turn before = claimed(Turn.of(found(id)), NOW.plusSeconds(1));

        deliveries.redeliver(ANN, id, NOW.plusSeconds(2)).join();

        assertThat(deliveries.delivered(before, NOW).join()).isFalse();
        assertThat(found(id).state()).isEqualTo(State.WAITING);
        assertThat(found(id).attempts()).isZero();
    }

    private Turn claimed(Turn turn, Instant until) {
        assertThat(deliveries.claim(turn, until).join()).isTrue();
        return turn.until(until);
    }
}
