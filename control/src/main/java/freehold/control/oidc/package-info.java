/**
 * Access tokens of an OpenID provider (RFC 9068), by Nimbus. Invariants: only asymmetric algorithms; a token counts for its issuer, audience
 * and time alone; where the provider's keys cannot be had, nobody is let in. Begin at {@link freehold.control.oidc.OidcTokens}.
 */
@NullMarked
package freehold.control.oidc;

import org.jspecify.annotations.NullMarked;
