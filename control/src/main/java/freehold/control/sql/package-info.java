/**
 * Every SQL statement of the product. Invariant: one thread writes, and a write is confirmed only after its transaction was flushed
 * to storage. What differs between the databases is in {@link freehold.control.sql.Engine}. Begin at {@link freehold.control.sql.SqlRecords}.
 */
@NullMarked
package freehold.control.sql;

import org.jspecify.annotations.NullMarked;
