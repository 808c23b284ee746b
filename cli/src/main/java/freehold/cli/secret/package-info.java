/**
 * Secrets of a tenant from the command line. Invariant: a value comes from standard input or a file, never from an argument, and is never
 * printed. Begin at {@link freehold.cli.secret.SecretCommand}.
 */
@NullMarked
package freehold.cli.secret;

import org.jspecify.annotations.NullMarked;
