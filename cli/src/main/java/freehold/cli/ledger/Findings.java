package freehold.cli.ledger;

import freehold.text.Printable;

/** How what an audit found is written. */
final class Findings {
    private static final int MOST = 1000;

    private Findings() {}

    /** Some of it is what somebody wrote into the record: it may neither begin a line of its own nor tell the terminal anything. */
    static String printable(String finding) {
        return Printable.of(finding, MOST);
    }

    static String end(String chain, long next, String hash) {
        return chain + ": up to line " + (next - 1) + ", whose hash is " + hash;
    }
}
