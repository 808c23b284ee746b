package freehold.control.dispatch;

import freehold.quantity.Bytes;

/**
 * How much may wait.
 *
 * @param executions in number
 * @param content what they carry along, files and standard input together
 */
public record QueueBounds(int executions, Bytes content) {
    public static final QueueBounds DEFAULT = new QueueBounds(1_000, Bytes.mebi(64));

    public QueueBounds {
        if (executions < 0) {
            throw new IllegalArgumentException("a queue has no negative length: " + executions);
        }
    }
}
