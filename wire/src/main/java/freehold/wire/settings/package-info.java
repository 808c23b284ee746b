/**
 * The configuration file of a server: one YAML mapping from names to plain values. Invariant: what is not understood is refused,
 * never ignored. Begin at {@link freehold.wire.settings.SettingsFile}.
 */
@NullMarked
package freehold.wire.settings;

import org.jspecify.annotations.NullMarked;
