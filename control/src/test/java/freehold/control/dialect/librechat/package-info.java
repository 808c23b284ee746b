/** What the golden conversations with the dialect of LibreChat cannot show: files that are sent, used and left. */
@NullMarked
package freehold.control.dialect.librechat;

import org.jspecify.annotations.NullMarked;
