/**
 * From a peer's configuration to ours, as far as there is anything equal. Invariant: no secret that a configuration holds is shown, and no line
 * of it is passed over in silence. Begin at {@link freehold.cli.migrate.MigrateCommand}.
 */
@NullMarked
package freehold.cli.migrate;

import org.jspecify.annotations.NullMarked;
