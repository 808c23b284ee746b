/**
 * Where log lines go and how they look: to standard error, as text or as JSON. Set in code, for reading a configuration file would take
 * longer than a small run. Invariant: standard output never carries a log line. Begin at {@link freehold.cli.log.Logs}.
 */
@NullMarked
package freehold.cli.log;

import org.jspecify.annotations.NullMarked;
