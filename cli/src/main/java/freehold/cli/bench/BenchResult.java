package freehold.cli.bench;

import java.util.Locale;
import java.util.Optional;

/**
 * One case, compared.
 *
 * @param bare one at a time, without Freehold
 * @param freehold one at a time, over HTTP
 * @param warm how many of those were taken by a runtime that waited
 * @param barePerSecond with eight at a time; empty where each is built anew, for eight builds in one folder would meet
 * @param freeholdPerSecond with eight at a time
 */
record BenchResult(
        String name,
        String runtime,
        Spread bare,
        Spread freehold,
        int warm,
        Optional<Double> barePerSecond,
        double freeholdPerSecond) {
    double ratio() {
        return freehold.median() / bare.median();
    }

    static String header() {
        return "%-22s %-18s %24s %24s %7s %6s   %s%n"
                .formatted(
                        "",
                        "runtime",
                        "bare, ms",
                        "Freehold, ms",
                        "ratio",
                        "warm",
                        "eight at a time, per second: bare, Freehold");
    }

    String line() {
        return String.format(
                Locale.ROOT,
                "%-22s %-18s %24s %24s %6.2f× %5.0f%%   %s, %.0f%n",
                name,
                runtime,
                bare,
                freehold,
                ratio(),
                100.0 * warm / freehold.count(),
                barePerSecond.map(Math::round).map(Object::toString).orElse("–"),
                freeholdPerSecond);
    }
}
