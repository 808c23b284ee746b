/**
 * The Code API that LibreChat calls for its code interpreter. A session here is a name for files: those that were sent together, or those
 * that one execution left. Invariant: a session of another tenant is none. Begin at {@link freehold.control.dialect.librechat.LibreChat}.
 */
@NullMarked
package freehold.control.dialect.librechat;

import org.jspecify.annotations.NullMarked;
