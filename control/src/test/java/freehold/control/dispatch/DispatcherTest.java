package freehold.control.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.control.admission.Admission;
import freehold.control.admission.Ceilings;
import freehold.control.admission.Decision;
import freehold.control.admission.Ids;
import freehold.control.world.Outcomes;
import freehold.control.world.Packs;
import freehold.dispatch.Priority;
import freehold.dispatch.Standing;
import freehold.execution.Content;
import freehold.execution.Plan;
import freehold.execution.Request;
import freehold.quantity.Bytes;
import freehold.tenant.TenantId;
import freehold.wire.link.Hearing;
import freehold.wire.link.Lease;
import freehold.wire.link.MemoryLink;
import freehold.wire.link.Report;
import freehold.wire.link.Reports;
import freehold.wire.link.Speech;
import freehold.wire.link.Worker;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class DispatcherTest {
    private static final TenantId ANN = new TenantId("ann");
    private static final TenantId BOB = new TenantId("bob");

    private final List<String> order = new ArrayList<>();
    private final List<Plan> begun = new ArrayList<>();
    private final List<Runnable> ends = new ArrayList<>();
    private final MemoryLink link = new MemoryLink();
    private final Dispatcher dispatcher = new Dispatcher(link, new QueueBounds(6, 4, Bytes.kibi(2)), _ -> 1);

    /** One cell; an execution ends when the test says so. */
    private final class OneCell implements Worker {
        @Override
        public int capacity() {
            return 1;
        }

        @Override
        public boolean ready() {
            return true;
        }

        @Override
        public Lease begin(Plan plan, Reports reports) {
            order.add(plan.tenant().value());
            begun.add(plan);
            ends.add(() -> {
                reports.take(new Report.Finished(Outcomes.succeeded(plan, "")));
                dispatcher.ended(plan.id(), Duration.ofMillis(10));
            });
            return new Lease() {
                @Override
                public void cancel() {}

                @Override
                public Hearing say(long number, Speech speech) {
                    return Hearing.NOT_FOR_IT;
                }
            };
        }
    }

    private record Errand(Plan plan) implements Dispatcher.Errand {
        @Override
        public Standing standing() {
            return new Standing(plan.tenant(), "", Priority.NORMAL);
        }

        @Override
        public void taken(Lease lease) {}

        @Override
        public void returned() {}

        @Override
        public void left() {}

        @Override
        public Reports reports() {
            return _ -> {};
        }
    }

    private static Errand errand(String tenant) {
        Request request = Request.ofSource(
                "python", new Content.Inline(new byte[0]), List.of(), new Content.Inline(new byte[0]), Map.of());
        Ids ids = new Ids(InstantSource.system(), new Random());
        Decision decision =
                new Admission(() -> Packs.CATALOGUE, Ceilings.SERVER, ids).admit(new TenantId(tenant), request);
        return new Errand(((Decision.Admitted) decision).plan());
    }

    private Errand enter(String tenant) {
        Errand errand = errand(tenant);
        dispatcher.enter((Dispatcher.Place) dispatcher.claim(errand.plan().tenant(), 1), errand);
        return errand;
    }

    @Test
    void with_a_free_cell_a_plan_leaves_on_the_thread_that_brought_it() {
        link.announce(new OneCell());

        enter("ann");

        assertThat(order).containsExactly("ann");
        assertThat(dispatcher.waiting()).isZero();
    }

    @Test
    void a_worker_is_told_the_share_of_the_tenant() {
        MemoryLink shared = new MemoryLink();
        Dispatcher fair =
                new Dispatcher(shared, new QueueBounds(6, 4, Bytes.kibi(2)), tenant -> tenant.equals(ANN) ? 3 : 1);
        shared.announce(new OneCell());
        Errand errand = errand("ann");

        fair.enter((Dispatcher.Place) fair.claim(ANN, 1), errand);

        assertThat(begun).containsExactly(errand.plan().sharing(3));
    }

    @Test
    void what_a_worker_gave_back_goes_before_what_came_later() {
        link.announce(new OneCell());
        Errand first = enter("ann");
        Errand later = enter("ann");
        dispatcher.withdraw(first); // has no effect: a worker has it

        dispatcher.again(first);
        dispatcher.again(first);

        assertThat(dispatcher.waiting()).isEqualTo(2);
        assertThat(dispatcher.withdraw(first)).isTrue();
        assertThat(dispatcher.withdraw(later)).isTrue();
        assertThat(dispatcher.waiting()).isZero();
    }

    @Test
    void a_burst_of_one_tenant_does_not_delay_another_beyond_its_turn() {
        enter("ann");
        enter("ann");
        enter("ann");
        enter("bob");

        link.announce(new OneCell());
        while (!ends.isEmpty()) {
            ends.removeFirst().run();
        }

        assertThat(order).containsExactly("ann", "bob", "ann", "ann");
    }

    @Test
    void a_queue_is_full_by_number_for_a_tenant_first_and_then_for_all() {
        for (int i = 0; i < 4; i++) {
            enter("ann");
        }

        assertThat(dispatcher.claim(ANN, 1)).isInstanceOf(Dispatcher.Full.class);
        enter("bob");
        enter("bob");
        assertThat(dispatcher.claim(BOB, 1)).isInstanceOf(Dispatcher.Full.class);
    }

    @Test
    void a_queue_is_full_by_what_it_holds_and_a_place_given_back_is_free() {
        Dispatcher.Place place = (Dispatcher.Place) dispatcher.claim(ANN, 1_000);

        Dispatcher.Claim second = dispatcher.claim(ANN, 100);
        Dispatcher.Claim others = dispatcher.claim(BOB, 100);
        dispatcher.release(place);
        Dispatcher.Claim third = dispatcher.claim(ANN, 100);

        assertThat(second).isInstanceOf(Dispatcher.Full.class);
        assertThat(others).isInstanceOf(Dispatcher.Place.class);
        assertThat(third).isInstanceOf(Dispatcher.Place.class);
    }

    @Test
    void what_waits_can_be_withdrawn_and_what_has_left_cannot() {
        Errand waiting = enter("ann");

        boolean withdrawn = dispatcher.withdraw(waiting);
        link.announce(new OneCell());
        Errand gone = enter("bob");

        assertThat(withdrawn).isTrue();
        assertThat(dispatcher.withdraw(gone)).isFalse();
        assertThat(order).containsExactly("bob");
    }

    private List<Dispatcher.Errand> together(String tenant, int count) {
        List<Dispatcher.Errand> company = IntStream.range(0, count)
                .<Dispatcher.Errand>mapToObj(_ -> errand(tenant))
                .toList();
        dispatcher.enter(
                ((Dispatcher.Places) dispatcher.claimAll(new TenantId(tenant), Collections.nCopies(count, 1L)))
                        .places(),
                company);
        return company;
    }

    @Test
    void a_company_waits_for_a_cell_for_each_and_nobody_goes_before_it() {
        link.announce(new OneCell());
        link.announce(new OneCell());
        enter("ann");

        together("bob", 2);
        enter("ann");
        List<String> before = List.copyOf(order);
        ends.removeFirst().run();
        List<String> after = List.copyOf(order);
        ends.removeFirst().run();

        assertThat(before).containsExactly("ann");
        assertThat(after).containsExactly("ann", "bob", "bob");
        assertThat(order).containsExactly("ann", "bob", "bob", "ann");
    }

    @Test
    void a_company_that_is_larger_than_the_server_lets_others_pass() {
        link.announce(new OneCell());

        together("bob", 2);
        enter("ann");

        assertThat(order).containsExactly("ann");
        assertThat(dispatcher.waiting()).isEqualTo(1);
    }

    @Test
    void a_company_is_withdrawn_one_by_one_and_none_of_it_is_begun() {
        List<Dispatcher.Errand> company = together("bob", 2);

        boolean first = dispatcher.withdraw(company.getFirst());
        link.announce(new OneCell());
        link.announce(new OneCell());
        boolean second = dispatcher.withdraw(company.getLast());
        boolean again = dispatcher.withdraw(company.getLast());

        assertThat(List.of(first, second, again)).containsExactly(true, true, false);
        assertThat(order).isEmpty();
        assertThat(dispatcher.waiting()).isZero();
    }

    @Test
    void a_tenant_with_company_gets_its_next_turn_when_all_of_that_has_ended() {
        link.announce(new OneCell());
        link.announce(new OneCell());
        together("bob", 2);
        enter("bob");
        enter("ann");

        ends.removeFirst().run();
        List<String> half = List.copyOf(order);
        ends.removeFirst().run();

        assertThat(half).containsExactly("bob", "bob", "ann");
        assertThat(order).containsExactly("bob", "bob", "ann", "bob");
    }
}
