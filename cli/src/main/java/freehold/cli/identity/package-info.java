/**
 * Tenants and keys from the command line: by a server's API, or in a data folder that no server uses. Invariant: a secret goes to standard
 * output, once, and nowhere else. Begin at {@link freehold.cli.identity.KeyCommand}.
 */
@NullMarked
package freehold.cli.identity;

import org.jspecify.annotations.NullMarked;
