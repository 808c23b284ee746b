package freehold.cli.runtimes;

import freehold.quantity.Bytes;

/**
 * How far an install of several bundles is. For one thread.
 *
 * <p>Bytes are those to fetch: what was fetched before an interruption does not count, for it need not be fetched again.
 */
final class Course {
    private final int bundles;
    private final long bytes;
    private int begun;
    private long before;

    /**
     * At the beginning.
     *
     * @param fetch of all of them together
     */
    Course(int bundles, Bytes fetch) {
        this.bundles = bundles;
        this.bytes = fetch.count();
    }

    /** The next bundle begins. */
    void next() {
        begun++;
    }

    /**
     * Takes down how much is done.
     *
     * @param fetch what all that is not installed needs to fetch from now on
     */
    void left(Bytes fetch) {
        before = Math.max(0, bytes - fetch.count());
    }

    /** Where this is, before what is said of a bundle; empty for one bundle alone, which says all of itself. */
    String prefix() {
        return bundles == 1 ? "" : "[%d of %d] ".formatted(begun, bundles);
    }

    /** How much of everything is fetched, when the bundle in hand has so much of its own. */
    String share(long ofThis) {
        return bundles == 1 || bytes == 0
                ? ""
                : "; %s of all %s".formatted(new Bytes(Math.min(bytes, before + ofThis)), new Bytes(bytes));
    }
}
