/**
 * {@code freehold policy}: documents to a server, and what it makes of them. Invariant: {@code check} finds offline whatever the server
 * would find. Begin at {@link freehold.cli.policy.PolicyCommand}.
 */
@NullMarked
package freehold.cli.policy;

import org.jspecify.annotations.NullMarked;
