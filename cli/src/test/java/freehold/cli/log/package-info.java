@NullMarked
package freehold.cli.log;

import org.jspecify.annotations.NullMarked;
