/**
 * The few system calls that the JDK does not have, and the way from root to nobody in particular. Invariant: after {@link
 * freehold.cli.privilege.Privileges#drop} returned, no thread of this process has a capability or can get one. Begin there.
 */
@NullMarked
package freehold.cli.privilege;

import org.jspecify.annotations.NullMarked;
