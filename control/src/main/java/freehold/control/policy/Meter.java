package freehold.control.policy;

import freehold.execution.Execution;
import freehold.policy.Budget;
import freehold.policy.Quotas;
import freehold.policy.Rate;
import freehold.policy.Span;
import freehold.policy.Use;
import freehold.refusal.PolicyDenied;
import freehold.refusal.QuotaSpent;
import freehold.refusal.Refusal;
import freehold.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts what tenants have of executions: those that live, those that began lately, and what those that ended have used. It counts also
 * where no policy limits it, so that one which comes into force finds what was. Use is taken from the record at the start; rates begin anew.
 */
public final class Meter {
    /** A tenant's own executions end when they do; asking more often than this would gain nothing. */
    private static final Duration CONCURRENCY_PAUSE = Duration.ofSeconds(1);

    /** Those of two months; only the current one is looked at. */
    private static final int DAYS_KEPT_MAX = 62;

    private final PolicyStore store;
    private final Rulebooks policies;
    private final InstantSource clock;
    private final Map<TenantId, Account> accounts = new ConcurrentHashMap<>();

    /** One tenant's; guarded by itself. */
    private static final class Account {
        private int living;
        private final Map<LocalDate, Use> used = new HashMap<>();
        private Optional<Bucket> bucket = Optional.empty();
    }

    /** What may still begin, and as of when. A part of an execution that has come due is kept as one. */
    private record Bucket(Rate rate, double left, Instant at) {
        Bucket refilled(Instant now) {
            double come = (double) Math.max(0, Duration.between(at, now).toNanos())
                    * rate.executions()
                    / rate.per().duration().toNanos();
            return new Bucket(rate, Math.min(rate.executions(), left + come), now.isBefore(at) ? at : now);
        }

        Bucket less(int count) {
            return new Bucket(rate, left - count, at);
        }

        Duration until(int count) {
            double lacking = count - left;
            return Duration.ofNanos(
                    (long) Math.ceil(lacking * rate.per().duration().toNanos() / rate.executions()));
        }
    }

    /** Begins with what was used before. */
    public Meter(PolicyStore store, Rulebooks policies, InstantSource clock) {
        this.store = store;
        this.policies = policies;
        this.clock = clock;
        refresh();
    }

    /**
     * Takes over what ends at other controls have used, as far as it is stored. What is counted here and not yet stored stays counted.
     */
    public void refresh() {
        store.usedSince(Span.MONTH.firstDay(clock.instant())).forEach((tenant, days) -> {
            Account account = account(tenant);
            synchronized (account) {
                days.forEach((day, use) -> account.used.merge(day, use, Use::or));
            }
        });
    }

    /** Counts so many more that live, unless the policy in force has a reason against it: then none is counted. */
    public Optional<Refusal> take(TenantId tenant, int count) {
        Optional<Rulebook> rules = policies.inForce(tenant);
        Account account = account(tenant);
        synchronized (account) {
            if (rules.isPresent() && !rules.get().policy().quotas().isNone()) {
                Instant now = clock.instant();
                Optional<Refusal> refusal = tooMany(rules.get(), count)
                        .<Refusal>map(each -> each)
                        .or(() -> spent(account, rules.get(), count, now));
                if (refusal.isPresent()) {
                    return refusal;
                }
                account.bucket =
                        bucket(account, rules.get().policy().quotas(), now).map(bucket -> bucket.less(count));
            }
            account.living += count;
            return Optional.empty();
        }
    }

    /** What {@link #take} would say; nothing is counted. */
    public Optional<QuotaSpent> spent(TenantId tenant, Rulebook rules, int count) {
        Account account = account(tenant);
        synchronized (account) {
            return spent(account, rules, count, clock.instant());
        }
    }

    /** They live on from an earlier process, which had counted them. */
    public void resume(TenantId tenant, int count) {
        Account account = account(tenant);
        synchronized (account) {
            account.living += count;
        }
    }

    /** So many that were taken did not begin. */
    public void giveBack(TenantId tenant, int count) {
        Account account = account(tenant);
        synchronized (account) {
            account.living -= count;
            account.bucket = account.bucket.map(bucket -> bucket.less(-count));
        }
    }

    /** One that was taken has ended. */
    public void ended(Execution execution) {
        LocalDate day = Span.DAY.firstDay(execution.finishedAt().orElseGet(clock::instant));
        Use use = Uses.of(execution);
        Account account = account(execution.tenant());
        synchronized (account) {
            account.living--;
            account.used.merge(day, use, Use::plus);
            if (account.used.size() > DAYS_KEPT_MAX) {
                LocalDate month = Span.MONTH.firstDay(clock.instant());
                account.used.keySet().removeIf(each -> each.isBefore(month));
            }
        }
    }

    /** What is used of the stretch of the calendar that is now. */
    public Use used(TenantId tenant, Span span) {
        Account account = account(tenant);
        synchronized (account) {
            return used(account, span, clock.instant());
        }
    }

    public int living(TenantId tenant) {
        Account account = account(tenant);
        synchronized (account) {
            return account.living;
        }
    }

    private Account account(TenantId tenant) {
        return accounts.computeIfAbsent(tenant, _ -> new Account());
    }

    /** So many together are never allowed, however long one waits. */
    private static Optional<PolicyDenied> tooMany(Rulebook rules, int count) {
        Quotas quotas = rules.policy().quotas();
        String name = rules.identity().name().value();
        if (quotas.concurrency().filter(most -> count > most).isPresent()) {
            return Optional.of(new PolicyDenied(
                    name,
                    "#/concurrency",
                    "It allows " + quotas.concurrency().get() + " executions at one time, and " + count
                            + " are asked for; hand in smaller batches."));
        }
        return quotas.rate()
                .filter(rate -> count > rate.executions())
                .map(rate -> new PolicyDenied(
                        name,
                        "#/rate",
                        "It allows " + rate.executions() + " executions a "
                                + rate.per().label() + ", and " + count
                                + " are asked for at one time; hand in smaller batches."));
    }

    private static Optional<QuotaSpent> spent(Account account, Rulebook rules, int count, Instant now) {
        Quotas quotas = rules.policy().quotas();
        for (Span span : Span.values()) {
            Budget budget = quotas.budgets().get(span);
            if (budget == null) {
                continue;
            }
            Optional<Budget.Spent> part = budget.spent(used(account, span, now));
            if (part.isPresent()) {
                return Optional.of(new QuotaSpent(
                        QuotaSpent.Kind.BUDGET,
                        rules.identity().name().value(),
                        "#/budgets/" + span.label() + "/" + part.get().name(),
                        "It allows %,d %s a %s, and %,d are used; the next %s begins at %s"
                                .formatted(
                                        part.get().most(),
                                        part.get().name(),
                                        span.label(),
                                        part.get().used(),
                                        span.label(),
                                        now.plus(span.rest(now))),
                        span.rest(now)));
            }
        }
        if (quotas.concurrency().filter(most -> account.living + count > most).isPresent()) {
            return Optional.of(new QuotaSpent(
                    QuotaSpent.Kind.CONCURRENCY,
                    rules.identity().name().value(),
                    "#/concurrency",
                    "It allows " + quotas.concurrency().get() + " executions at one time, and " + account.living
                            + " live" + (count > 1 ? " while " + count + " are asked for" : ""),
                    CONCURRENCY_PAUSE));
        }
        return bucket(account, quotas, now)
                .filter(bucket -> bucket.left() < count)
                .map(bucket -> new QuotaSpent(
                        QuotaSpent.Kind.RATE,
                        rules.identity().name().value(),
                        "#/rate",
                        "It allows " + bucket.rate().executions() + " executions a "
                                + bucket.rate().per().label() + ", of which " + (int) bucket.left()
                                + " are left, and " + count + (count == 1 ? " is" : " are") + " asked for",
                        bucket.until(count)));
    }

    /** As it is now; a full one where the rate is new. */
    private static Optional<Bucket> bucket(Account account, Quotas quotas, Instant now) {
        return quotas.rate()
                .map(rate -> account.bucket
                        .filter(bucket -> bucket.rate().equals(rate))
                        .map(bucket -> bucket.refilled(now))
                        .orElseGet(() -> new Bucket(rate, rate.executions(), now)));
    }

    private static Use used(Account account, Span span, Instant now) {
        LocalDate first = span.firstDay(now);
        Use sum = Use.NONE;
        for (Map.Entry<LocalDate, Use> day : account.used.entrySet()) {
            if (!day.getKey().isBefore(first)) {
                sum = sum.plus(day.getValue());
            }
        }
        return sum;
    }
}
