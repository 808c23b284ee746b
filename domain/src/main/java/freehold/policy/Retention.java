package freehold.policy;

/**
 * How much may be kept of executions.
 *
 * @param ceiling the most that may be asked for
 * @param otherwise for requests that do not say; never more
 */
public record Retention(Retain ceiling, Retain otherwise) {
    public static final Retention FULL = new Retention(Retain.FULL, Retain.FULL);

    public Retention {
        if (otherwise.isMoreThan(ceiling)) {
            throw new IllegalArgumentException(otherwise + " is more than " + ceiling);
        }
    }
}
