package freehold.cli.bench;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One figure of docs/guarantees.md, measured.
 *
 * @param load what else the machine did
 * @param unit of all four figures
 * @param bound that 99 of 100 must not pass; empty where none is promised
 */
record Promise(
        String name,
        String load,
        String unit,
        int count,
        double median,
        double p99,
        double max,
        Optional<Double> bound) {
    /** Sums up; at least one figure. */
    static Promise of(String name, String load, String unit, List<Double> figures, Optional<Double> bound) {
        List<Double> sorted = figures.stream().sorted().toList();
        return new Promise(
                name,
                load,
                unit,
                sorted.size(),
                sorted.get(sorted.size() / 2),
                sorted.get((int) Math.ceil(0.99 * sorted.size()) - 1), // nearest rank
                sorted.getLast(),
                bound);
    }

    boolean holds() {
        return bound.map(most -> p99 <= most).orElse(true);
    }

    static String header() {
        return "%-57s %-8s %5s %12s %12s %12s %12s%n"
                .formatted("", "machine", "runs", "median", "99 of 100", "worst", "bound");
    }

    String line() {
        return String.format(
                Locale.ROOT,
                "%s %-55s %-8s %5d %12s %12s %12s %12s%n",
                holds() ? "✓" : "✗",
                name,
                load,
                count,
                figure(median),
                figure(p99),
                figure(max),
                bound.map(this::figure).orElse("–"));
    }

    private String figure(double value) {
        return String.format(Locale.ROOT, "%.2f %s", value, unit);
    }
}
