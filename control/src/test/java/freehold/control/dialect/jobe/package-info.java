/** What the golden conversations with the dialect of Jobe cannot show: what is built with which options, and a full queue. */
@NullMarked
package freehold.control.dialect.jobe;

import org.jspecify.annotations.NullMarked;
