/**
 * Golden conversations with the dialects: what a client of the peer sends, and what it is told. Begin at {@link
 * freehold.control.dialect.ConversationTest}.
 */
@NullMarked
package freehold.control.dialect;

import org.jspecify.annotations.NullMarked;
