package freehold.cli.bench;

import java.util.Locale;

/**
 * One case, compared.
 *
 * @param bare one at a time, without Freehold
 * @param freehold one at a time, over HTTP
 * @param barePerSecond with eight at a time; the run step alone
 * @param freeholdPerSecond with eight at a time
 */
record BenchResult(
        String name, String runtime, Spread bare, Spread freehold, double barePerSecond, double freeholdPerSecond) {
    double ratio() {
        return freehold.median() / bare.median();
    }

    static String header() {
        return "%-22s %-18s %24s %24s %7s   %s%n"
                .formatted(
                        "",
                        "runtime",
                        "bare, ms",
                        "Freehold, ms",
                        "ratio",
                        "eight at a time, per second: bare, Freehold");
    }

    String line() {
        return String.format(
                Locale.ROOT,
                "%-22s %-18s %24s %24s %6.2f×   %.0f, %.0f%n",
                name,
                runtime,
                bare,
                freehold,
                ratio(),
                barePerSecond,
                freeholdPerSecond);
    }
}
