package freehold.control.sql;

import freehold.control.vault.Unopenable;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads executions of many tenants, of which one that cannot be opened must not keep the others from being read: it is left out, and told
 * of once, however often it is asked for.
 */
final class Openable {
    private static final Logger LOG = LoggerFactory.getLogger(Openable.class);
    private static final int TOLD_MAX = 10_000;

    private final Set<String> told = ConcurrentHashMap.newKeySet();

    /** Makes a value of a row. */
    interface Reading<T> {
        T read() throws SQLException;
    }

    <T> Optional<T> read(String id, Reading<T> reading) throws SQLException {
        try {
            return Optional.of(reading.read());
        } catch (Unopenable | IllegalArgumentException damaged) { // the latter by a column that is not sealed
            if (told.size() < TOLD_MAX && told.add(id)) {
                LOG.error("{} has not ended and cannot be read; it waits until its row is put right", id, damaged);
            }
            return Optional.empty();
        }
    }
}
