package freehold.control.policy;

import static org.assertj.core.api.Assertions.assertThat;

import freehold.cell.Tier;
import freehold.control.admission.Admission;
import freehold.control.admission.Ceilings;
import freehold.control.admission.Decision;
import freehold.control.admission.Ids;
import freehold.control.record.Entry;
import freehold.control.record.Journal;
import freehold.control.sql.SqlRecords;
import freehold.control.world.Outcomes;
import freehold.control.world.Packs;
import freehold.control.world.World;
import freehold.execution.Content;
import freehold.execution.Execution;
import freehold.execution.Plan;
import freehold.execution.Request;
import freehold.execution.StepName;
import freehold.policy.Callbacks;
import freehold.policy.Determinism;
import freehold.policy.Policy;
import freehold.policy.PolicyIdentity;
import freehold.policy.PolicyName;
import freehold.policy.Quotas;
import freehold.policy.Rate;
import freehold.policy.Span;
import freehold.policy.StepRules;
import freehold.policy.Use;
import freehold.quantity.Digest;
import freehold.refusal.PolicyDenied;
import freehold.refusal.QuotaSpent;
import freehold.refusal.Refusal;
import freehold.tenant.TenantId;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MeterTest {
    private static final TenantId ANN = new TenantId("ann");

    @TempDir
    private Path folder;

    private Instant now = Instant.parse("2026-11-27T12:00:00Z");
    private SqlRecords records;

    @BeforeEach
    void open() {
        records = new SqlRecords(folder.resolve("freehold.db"), () -> now, () -> World.KEY, World.MASTER);
    }

    @AfterEach
    void close() {
        records.close();
    }

    private Meter meter(Optional<Integer> concurrency, Optional<Rate> rate) {
        Rulebook rules = new Rulebook(
                new PolicyIdentity(new PolicyName("few"), new Digest("a".repeat(64))),
                new Policy(
                        "",
                        List.of(),
                        StepRules.NONE,
                        StepRules.NONE,
                        Tier.PROCESS,
                        Determinism.OPTIONAL,
                        Callbacks.ALLOW,
                        new Quotas(concurrency, rate, Map.of()),
                        List.of()),
                Checks.NONE);
        Rulebooks policies = new Rulebooks() {
            @Override
            public Optional<Rulebook> inForce(TenantId tenant) {
                return Optional.of(rules);
            }

            @Override
            public Optional<Rulebook> granted(PolicyIdentity identity) {
                return Optional.of(rules);
            }
        };
        return new Meter(records.policies(), policies, () -> now);
    }

    @Test
    void however_many_ask_at_one_time_no_more_get_one_than_there_are() {
        Meter meter = meter(Optional.of(7), Optional.empty());
        AtomicInteger taken = new AtomicInteger();

        try (var askers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 500; i++) {
                askers.execute(() -> {
                    if (meter.take(ANN, 1).isEmpty()) {
                        taken.incrementAndGet();
                    }
                });
            }
        }

        assertThat(taken).hasValue(7);
        assertThat(meter.living(ANN)).isEqualTo(7);
    }

    @Test
    void what_ended_at_another_control_counts_once_it_is_read_again_and_what_ended_here_only_once() {
        Meter here = meter(Optional.empty(), Optional.empty());
        Meter there = meter(Optional.empty(), Optional.empty());
        Execution ended = ended();
        there.ended(ended);
        records.save(new Entry(ended, new byte[] {1}, Set.of(), Journal.EMPTY)).join();
        Use before = here.used(ANN, Span.DAY);

        here.refresh();
        there.refresh();

        assertThat(before).isEqualTo(Use.NONE);
        assertThat(here.used(ANN, Span.DAY)).isNotEqualTo(Use.NONE).isEqualTo(there.used(ANN, Span.DAY));
        assertThat(here.used(ANN, Span.DAY)).isEqualTo(Uses.of(ended));
    }

    private Execution ended() {
        Plan plan = ((Decision.Admitted)
                        new Admission(() -> Packs.CATALOGUE, Ceilings.SERVER, new Ids(() -> now, new SecureRandom()))
                                .admit(
                                        ANN,
                                        Request.ofSource(
                                                "python",
                                                new Content.Inline(new byte[0]),
                                                List.of(),
                                                new Content.Inline(new byte[0]),
                                                Map.of())))
                .plan();
        return Execution.queued(plan, Map.of(), now)
                .started(StepName.RUN, now)
                .finished(Outcomes.succeeded(plan, "x"), now);
    }

    @Test
    void one_tenant_takes_nothing_from_another() {
        Meter meter = meter(Optional.of(1), Optional.empty());
        meter.take(ANN, 1);

        assertThat(meter.take(new TenantId("bob"), 1)).isEmpty();
        assertThat(meter.take(ANN, 1)).isPresent();
    }

    @Test
    void what_did_not_begin_is_given_back_to_the_rate_as_well() {
        Meter meter = meter(Optional.empty(), Optional.of(new Rate(2, Rate.Per.MINUTE)));
        meter.take(ANN, 2);

        meter.giveBack(ANN, 2);

        assertThat(meter.take(ANN, 2)).isEmpty();
        assertThat(meter.take(ANN, 1).map(refusal -> ((QuotaSpent) refusal).pause()))
                .contains(Duration.ofSeconds(30));
    }

    @Test
    void a_batch_that_no_wait_would_let_in_is_not_told_to_wait() {
        Meter meter = meter(Optional.empty(), Optional.of(new Rate(2, Rate.Per.MINUTE)));

        Refusal refusal = meter.take(ANN, 3).orElseThrow();

        assertThat(refusal)
                .isEqualTo(new PolicyDenied(
                        "few",
                        "#/rate",
                        "It allows 2 executions a minute, and 3 are asked for at one time; hand in smaller batches."));
        assertThat(meter.living(ANN)).isZero();
    }

    @Test
    void a_clock_that_is_set_back_gives_nothing_away() {
        Meter meter = meter(Optional.empty(), Optional.of(new Rate(1, Rate.Per.HOUR)));
        meter.take(ANN, 1);

        now = now.minusSeconds(86_400);

        assertThat(meter.take(ANN, 1)).isPresent();
    }
}
