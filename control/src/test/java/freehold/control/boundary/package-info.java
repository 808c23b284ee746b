/** Shows that the tests of this module's boundaries would see them open. The list of them is boundaries.txt, beside this package's resources. */
@NullMarked
package freehold.control.boundary;

import org.jspecify.annotations.NullMarked;
