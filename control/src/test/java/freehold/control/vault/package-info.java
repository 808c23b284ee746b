/** Tests of the vault, and the fake of its store. */
@NullMarked
package freehold.control.vault;

import org.jspecify.annotations.NullMarked;
