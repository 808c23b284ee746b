/**
 * The API of Sandbox Fusion, as programs that train and measure models call it. Invariant: an answer to a program, whatever became of it, is
 * 200, as at the peer; what could not be read is 422. Begin at {@link freehold.control.dialect.sandboxfusion.SandboxFusion}.
 */
@NullMarked
package freehold.control.dialect.sandboxfusion;

import org.jspecify.annotations.NullMarked;
