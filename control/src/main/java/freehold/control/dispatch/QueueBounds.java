package freehold.control.dispatch;

import freehold.quantity.Bytes;

/**
 * How much may wait. One tenant has a part of it, so that the storm of one never shuts the door for the others.
 *
 * @param executions in number, of all tenants
 * @param ofTenant the same of one tenant
 * @param content what they carry along, files and standard input together, of all tenants; one may have half of it
 */
public record QueueBounds(int executions, int ofTenant, Bytes content) {
    public static final QueueBounds DEFAULT = new QueueBounds(4_000, 1_000, Bytes.mebi(128));

    public QueueBounds {
        if (executions < 0 || ofTenant < 0) {
            throw new IllegalArgumentException("a queue has no negative length: " + executions + ", " + ofTenant);
        }
    }

    Bytes contentOfTenant() {
        return new Bytes(content.count() / 2);
    }
}
