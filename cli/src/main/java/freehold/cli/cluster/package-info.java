/**
 * Workers as processes of their own, and their keepers' view of them. Invariant: a worker listens nowhere; it dials out to NATS alone. Begin
 * at {@link freehold.cli.cluster.WorkerCommand}.
 */
@NullMarked
package freehold.cli.cluster;

import org.jspecify.annotations.NullMarked;
