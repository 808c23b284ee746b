package freehold.cli.ledger;

/** How what an audit found is written. */
final class Findings {
    private static final int MOST = 1000;

    private Findings() {}

    /** Some of it is what somebody wrote into the record: it may neither begin a line of its own nor tell the terminal anything. */
    static String printable(String finding) {
        String plain = finding.replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]", "?");
        return plain.length() <= MOST ? plain : plain.substring(0, MOST) + "…";
    }

    static String end(String chain, long next, String hash) {
        return chain + ": up to line " + (next - 1) + ", whose hash is " + hash;
    }
}
