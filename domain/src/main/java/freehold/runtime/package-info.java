/**
 * A language environment as data. A {@link freehold.runtime.Pack} says how a language is built and run; a host or a bundle
 * turns it into {@link freehold.runtime.Installed} versions with a digest; the {@link freehold.runtime.Catalogue} finds the one
 * that a request names. Invariant: commands are argument lists, never lines for a shell.
 */
@NullMarked
package freehold.runtime;

import org.jspecify.annotations.NullMarked;
