package freehold.dispatch;

/**
 * A program's claim on processors that others want too. Two programs that compute on one processor get it in the ratio of their weights; who
 * is alone on one has all of it, whatever it weighs.
 *
 * @param value from 1 to 10,000, in the scale of {@code cpu.weight} (cgroup-v2.rst), where 100 is usual
 */
public record ProcessorWeight(int value) {
    /** The greatest there is. */
    public static final int MAX = 10_000;

    /** Of a program of which nothing else is said. */
    public static final ProcessorWeight USUAL = new ProcessorWeight(100);

    /** Of what nobody waits for yet: a runtime that starts ahead of its program. */
    public static final ProcessorWeight AHEAD = new ProcessorWeight(25);

    public ProcessorWeight {
        if (value < 1 || value > MAX) {
            throw new IllegalArgumentException("a weight is between 1 and " + MAX + ": " + value);
        }
    }

    /**
     * Of each program of a tenant that has so many executions under way beside those of others. With a weight of {@code 1/n} the
     * tenants would have their shares over time, but not soon enough for a program of ten milliseconds, which meets whatever runs
     * on the processor that it happens to start on; so it falls by the square.
     *
     * @param share the tenant's among tenants, at least 1; beyond 100 a single program weighs no more
     */
    public static ProcessorWeight among(int underWay, int share) {
        long programs = Math.clamp(underWay, 1, MAX);
        long weight = (long) USUAL.value * share / (programs * programs);
        return new ProcessorWeight(Math.clamp(weight, 1, MAX));
    }
}
