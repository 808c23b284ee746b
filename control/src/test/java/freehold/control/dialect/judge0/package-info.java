/** What the golden conversations with the dialect of Judge0 cannot show: keys, restarts, and its small rules by themselves. */
@NullMarked
package freehold.control.dialect.judge0;

import org.jspecify.annotations.NullMarked;
