package freehold.control.simulation;

import freehold.control.dispatch.Dispatcher;
import freehold.execution.Plan;
import freehold.tenant.TenantId;
import freehold.wire.link.Lease;
import freehold.wire.link.Link;
import freehold.wire.link.Report;
import freehold.wire.link.Reports;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Measures at one control what {@code freehold.dispatch} promises: while two tenants both have something waiting, the cell time that
 * each had for its weight differs by no more than one execution of each for every cell, at the beginning of that time and at its end.
 */
final class Shares implements Link {
    /** The longest program, in milliseconds; what a lost one had counts for nobody. */
    static final long LONGEST_MILLIS = 3_000;

    private final Link link;
    private final List<TenantId> tenants;
    private final Rule rule;
    private final Map<TenantId, Double> had = new HashMap<>();
    private final Map<List<TenantId>, Double> since = new HashMap<>();
    private Optional<Dispatcher> dispatcher = Optional.empty();
    private int mostCells;
    private double worst;

    /**
     * How it is shared.
     *
     * @param tellsLoss whether a control learns that a worker does not have what it was given
     */
    record Rule(Map<TenantId, Integer> weights, boolean tellsLoss) {
        int weight(TenantId tenant) {
            return weights.getOrDefault(tenant, 1);
        }
    }

    Shares(Link link, Rule rule) {
        this.link = link;
        this.rule = rule;
        this.tenants = rule.weights().keySet().stream()
                .sorted((a, b) -> a.value().compareTo(b.value()))
                .toList();
    }

    void watch(Dispatcher watched) {
        dispatcher = Optional.of(watched);
    }

    /** The largest difference there was, as a part of the one that is allowed. */
    double worst() {
        return worst;
    }

    @Override
    public Optional<Lease> assign(Plan plan, Reports reports) {
        mostCells = Math.max(mostCells, link.capacity());
        Optional<Lease> lease = link.assign(plan, report -> {
            if (report instanceof Report.Finished(var outcome)) {
                had.merge(
                        plan.tenant(),
                        outcome.timing().held().toNanos() / 1e6 / rule.weight(plan.tenant()),
                        Double::sum);
            }
            if (rule.tellsLoss() || !(report instanceof Report.Lost)) {
                reports.take(report);
            }
        });
        if (lease.isPresent()) {
            compare();
        }
        return lease;
    }

    private void compare() {
        for (TenantId one : tenants) {
            for (TenantId other : tenants) {
                if (one.value().compareTo(other.value()) < 0) {
                    compare(one, other);
                }
            }
        }
    }

    private void compare(TenantId one, TenantId other) {
        List<TenantId> pair = List.of(one, other);
        if (waiting(one) == 0 || waiting(other) == 0) {
            since.remove(pair);
            return;
        }
        double difference = had.getOrDefault(one, 0.0) - had.getOrDefault(other, 0.0);
        double moved = Math.abs(difference - since.computeIfAbsent(pair, _ -> difference));
        double most = 2.0 * mostCells * LONGEST_MILLIS * (1.0 / rule.weight(one) + 1.0 / rule.weight(other));
        worst = Math.max(worst, moved / most);
    }

    private int waiting(TenantId tenant) {
        return dispatcher.map(each -> each.waiting(tenant)).orElse(0);
    }

    @Override
    public int credit() {
        return link.credit();
    }

    @Override
    public int capacity() {
        return link.capacity();
    }

    @Override
    public boolean isOpenFor(Plan plan) {
        return link.isOpenFor(plan);
    }

    @Override
    public void onCredit(Runnable listener) {
        link.onCredit(listener);
    }
}
