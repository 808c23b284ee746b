package freehold.refusal;

import java.time.Duration;

/**
 * Too much waits; {@code pause} is computed from how fast the queue drains.
 *
 * @param waiting executions of the same tenant; how many others have is told to nobody
 * @param asked how much more, in the unit of the bound
 * @param most what the bound allows, in its unit
 */
public record QueueFull(Bound bound, int waiting, long asked, long most, Duration pause) implements Refusal {
    /** What there was no more of. */
    public enum Bound {
        /** Executions of all tenants. */
        EXECUTIONS,
        /** Executions of this one. */
        EXECUTIONS_OF_TENANT,
        /** Bytes that those of all tenants carry. */
        CONTENT,
        /** Bytes that those of this one carry. */
        CONTENT_OF_TENANT
    }
}
