package freehold.control.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import freehold.control.admission.Admission;
import freehold.control.admission.Ceilings;
import freehold.control.admission.Decision;
import freehold.control.admission.Ids;
import freehold.control.record.Entry;
import freehold.control.record.RecordUnavailable;
import freehold.control.world.Outcomes;
import freehold.control.world.Packs;
import freehold.execution.Content;
import freehold.execution.Plan;
import freehold.execution.Request;
import freehold.tenant.TenantId;
import freehold.wire.pace.Pace;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** Ends that the record does not take at once, beside somebody who erases them. */
final class EndingsTest {
    private static final InstantSource CLOCK = InstantSource.system();

    private final Ids ids = new Ids(CLOCK, new SecureRandom());
    private final List<Entry> stored = new ArrayList<>();
    private final Later later = new Later();
    private final List<Live> told = new ArrayList<>();
    private final Endings endings = new Endings(this::save, new Counting(), later);
    private boolean full;

    private CompletableFuture<Boolean> save(Entry entry) {
        if (full) {
            return CompletableFuture.failedFuture(new RecordUnavailable("full", new IOException("no space")));
        }
        stored.add(entry);
        return CompletableFuture.completedFuture(true);
    }

    @Test
    void an_end_that_waited_is_not_stored_again_after_it_was_stored_to_be_erased() {
        Live ended = ended();
        full = true;
        endings.store(ended);
        full = false;

        endings.storeLast(ended).join();
        endings.storeAgain();

        assertThat(stored).hasSize(1);
        assertThat(told).containsExactly(ended);
    }

    @Test
    void who_has_it_in_hand_meanwhile_stores_nothing_and_tells_once() {
        Live ended = ended();

        endings.storeLast(ended).join();
        endings.store(ended);

        assertThat(stored).hasSize(1);
        assertThat(told).containsExactly(ended);
    }

    @Test
    void an_end_that_could_not_be_stored_to_be_erased_is_stored_later() {
        Live ended = ended();
        full = true;

        assertThatThrownBy(() -> endings.storeLast(ended).join()).isInstanceOf(CompletionException.class);
        full = false;
        later.goOn();

        assertThat(stored).hasSize(1);
    }

    private Live ended() {
        Request request = Request.ofSource(
                "python", new Content.Inline(new byte[0]), List.of(), new Content.Inline(new byte[0]), Map.of());
        Decision decision =
                new Admission(() -> Packs.CATALOGUE, Ceilings.SERVER, ids).admit(new TenantId("ann"), request);
        Plan plan = ((Decision.Admitted) decision).plan();
        Live live = new Live(
                plan, Map.of(), new byte[0], Set.of(), Optional.empty(), Instant.now(), CLOCK, new Unfollowed());
        live.finish(Outcomes.succeeded(plan, ""));
        return live;
    }

    private static final class Unfollowed implements Live.Follower {
        @Override
        public void finished(Live ended) {}

        @Override
        public void returned(Live back) {}

        @Override
        public void lost(Live gone) {}
    }

    private final class Counting implements Endings.Heirs {
        @Override
        public void stored(Live ended) {
            told.add(ended);
        }

        @Override
        public void displaced(Live ended) {}

        @Override
        public void dropped(Live ended) {}
    }

    /** Time stands still, and what is to be done beside is done when the test says so. */
    private static final class Later implements Pace {
        private final Deque<Runnable> tasks = new ArrayDeque<>();

        void goOn() {
            for (Runnable next = tasks.poll(); next != null; next = tasks.poll()) {
                next.run();
            }
        }

        @Override
        public long nanos() {
            return 0;
        }

        @Override
        public void sleep(Duration length) {}

        @Override
        public void start(String name, Runnable task) {
            tasks.add(task);
        }

        @Override
        public Beat every(String name, Duration pause, BooleanSupplier task) {
            throw new UnsupportedOperationException();
        }
    }
}
