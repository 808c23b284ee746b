/** Tests of {@link freehold.control.dialect.gojudge}. */
@NullMarked
package freehold.control.dialect.gojudge;

import org.jspecify.annotations.NullMarked;
