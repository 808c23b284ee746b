package freehold.control.execution;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.control.admission.Admission;
import freehold.control.admission.Ceilings;
import freehold.control.admission.Decision;
import freehold.control.admission.Ids;
import freehold.control.dispatch.Dispatcher;
import freehold.control.dispatch.QueueBounds;
import freehold.control.world.Outcomes;
import freehold.control.world.Packs;
import freehold.control.world.ScriptedWorker;
import freehold.execution.Content;
import freehold.execution.Outcome;
import freehold.execution.Plan;
import freehold.execution.Request;
import freehold.execution.Verdict;
import freehold.tenant.TenantId;
import freehold.wire.link.Hearing;
import freehold.wire.link.Lease;
import freehold.wire.link.Link;
import freehold.wire.link.Report;
import freehold.wire.link.Reports;
import freehold.wire.link.Speech;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An execution at a link that says what the test says. */
@Timeout(20)
final class LiveTest {
    private static final InstantSource CLOCK = InstantSource.system();
    private static final TenantId ANN = new TenantId("ann");

    private final Told link = new Told();
    private final Dispatcher dispatcher = new Dispatcher(link, QueueBounds.DEFAULT, _ -> 1);
    private final Live live = live();
    private final long began = System.nanoTime();

    /** Has credit for one plan each time that the test gives it. */
    private static final class Told implements Link {
        private final AtomicInteger credit = new AtomicInteger();
        private final BlockingQueue<Reports> given = new LinkedBlockingQueue<>();
        private volatile Optional<Report> early = Optional.empty();
        private volatile Runnable listener = () -> {};

        void openOnce() {
            credit.set(1);
            listener.run();
        }

        @Override
        public int credit() {
            return credit.get();
        }

        @Override
        public int capacity() {
            return 1;
        }

        @Override
        public Optional<Lease> assign(Plan plan, Reports reports) {
            credit.set(0);
            early.ifPresent(report -> {
                Thread teller = Thread.startVirtualThread(() -> reports.take(report));
                while (teller.getState() != Thread.State.WAITING) { // for the dispatcher, whose lock is held here
                    Thread.onSpinWait();
                }
            });
            given.add(reports);
            return Optional.of(new Lease() {
                @Override
                public void cancel() {}

                @Override
                public Hearing say(long number, Speech speech) {
                    return Hearing.LATER;
                }
            });
        }

        @Override
        public boolean isOpenFor(Plan plan) {
            return credit() > 0;
        }

        @Override
        public void onCredit(Runnable called) {
            listener = called;
        }
    }

    private Live live() {
        Request request = Request.ofSource(
                "python", new Content.Inline(new byte[0]), List.of(), new Content.Inline(new byte[0]), Map.of());
        Admission admission = new Admission(() -> Packs.CATALOGUE, Ceilings.SERVER, new Ids(CLOCK, new Random(7)));
        Plan plan = ((Decision.Admitted) admission.admit(ANN, request)).plan();
        Live.Follower follower = new Live.Follower() {
            @Override
            public void finished(Live ended) {
                dispatcher.ended(ended.plan().id(), Duration.ZERO);
                ended.tell();
            }

            @Override
            public void returned(Live back) {
                dispatcher.again(back);
            }

            @Override
            public void lost(Live gone) {
                gone.finish(gone.lost().outcome());
            }
        };
        return new Live(plan, Map.of(), new byte[0], Set.of(), Optional.empty(), CLOCK.instant(), CLOCK, follower);
    }

    private void enter() {
        var place = (Dispatcher.Place) dispatcher.claim(ANN, 0);
        dispatcher.enter(place, live);
    }

    private Outcome end() {
        return live.now().outcome().orElseThrow();
    }

    @Test
    void a_wait_after_a_decline_is_part_of_the_wait() throws Exception {
        enter();
        link.openOnce();

        link.given.take().take(new Report.Declined());

        assertThatAllOfItIsWaitedUntilItIsTaken();
    }

    @Test
    void it_is_so_too_when_the_decline_is_heard_before_the_hand_over_is_done() throws Exception {
        link.early = Optional.of(new Report.Declined());
        enter();
        link.openOnce();
        link.given.take();
        while (dispatcher.waiting() == 0) {
            Thread.onSpinWait();
        }
        link.early = Optional.empty();

        assertThatAllOfItIsWaitedUntilItIsTaken();
    }

    @Test
    void what_no_worker_can_read_ends_and_says_whom_to_tell() throws Exception {
        enter();
        link.openOnce();

        link.given.take().take(new Report.Unreadable());

        assertThat(end().verdict()).isEqualTo(Verdict.FAULTED);
        assertThat(end().explanation()).contains("version").contains("operator").contains("log");
        assertThat(dispatcher.waiting()).isZero();
    }

    private void assertThatAllOfItIsWaitedUntilItIsTaken() throws InterruptedException {
        LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        long waited = System.nanoTime() - began;
        link.openOnce();
        Reports second = link.given.take();
        second.take(new Report.Taken(ScriptedWorker.IDENTITY));
        second.take(new Report.Finished(Outcomes.succeeded(live.plan(), "")));

        assertThat(end().timing().queued()).isGreaterThanOrEqualTo(Duration.ofNanos(waited));
    }
}
