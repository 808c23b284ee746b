/**
 * Every reason to say no, as one sealed list. A refusal is a value, decided before anything ran; only the HTTP edge knows
 * status codes. Begin at {@link freehold.refusal.Refusal}.
 */
@NullMarked
package freehold.refusal;

import org.jspecify.annotations.NullMarked;
