/**
 * Messages over HTTP to addresses that strangers chose. Invariant: a connection goes to an address that was checked after the name was
 * resolved, and to no other: public ones, and those that the operator lists. Begin at {@link
 * freehold.control.webhook.SocketSender}.
 */
@NullMarked
package freehold.control.webhook;

import org.jspecify.annotations.NullMarked;
