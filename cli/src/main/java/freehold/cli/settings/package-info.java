/**
 * Where a setting comes from: the command line, else the environment ({@code FREEHOLD_…}), else the configuration file, else the
 * default. Also where things are kept. Invariant: each option of a server has all three names, made from one. Begin at {@link
 * freehold.cli.settings.LayeredDefaults}.
 */
@NullMarked
package freehold.cli.settings;

import org.jspecify.annotations.NullMarked;
