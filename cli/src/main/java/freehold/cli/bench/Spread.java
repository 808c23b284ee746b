package freehold.cli.bench;

import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * Durations of one thing done many times, in milliseconds.
 *
 * @param lower first quartile
 * @param upper third quartile
 */
record Spread(double lower, double median, double upper, int count) {
    /** Sums up; at least one duration. */
    static Spread ofNanos(Collection<Long> nanos) {
        List<Long> sorted = nanos.stream().sorted().toList();
        return new Spread(quantile(sorted, 0.25), quantile(sorted, 0.5), quantile(sorted, 0.75), sorted.size());
    }

    /** Between the two nearest, in proportion. */
    private static double quantile(List<Long> sorted, double share) {
        double place = share * (sorted.size() - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.size() - 1);
        return (sorted.get(below) + (place - below) * (sorted.get(above) - sorted.get(below))) / 1e6;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.2f [%.2f–%.2f]", median, lower, upper);
    }
}
