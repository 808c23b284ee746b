package freehold.control.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One connection and the statements it has compiled. Used by one thread at a time. */
final class Session implements AutoCloseable {
    private static final int VALID_SECONDS_MAX = 2;
    private static final int ROWS_A_FETCH = 500;

    private final Engine engine;
    private final Connection connection;
    private final String atEnd;
    private final Map<String, PreparedStatement> statements = new HashMap<>();
    private final List<Bound> ahead = new ArrayList<>();

    /** A statement with its values. */
    private record Bound(String sql, List<@Nullable Object> values) {}

    Session(Engine engine, Connection connection) {
        this(engine, connection, "");
    }

    /** @param atEnd run before it is closed, unless it is empty */
    Session(Engine engine, Connection connection, String atEnd) {
        this.engine = engine;
        this.connection = connection;
        this.atEnd = atEnd;
    }

    Engine engine() {
        return engine;
    }

    /** Whether its connection still leads anywhere. Asks the server. */
    boolean isAlive() {
        try {
            return connection.isValid(VALID_SECONDS_MAX);
        } catch (SQLException invalid) {
            return false;
        }
    }

    /** Makes a value of the row that the result stands at. */
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Runs one statement of a fixed text; values are bound in their order. Returns how many rows it changed. */
    int update(String sql, @Nullable Object... values) throws SQLException {
        if (ahead.isEmpty()) {
            try {
                return bound(sql, values).executeUpdate();
            } catch (SQLException failed) {
                throw dropped(sql, failed);
            }
        }
        try (PreparedStatement all = sentWithAhead(sql, values)) {
            return all.getUpdateCount();
        }
    }

    /**
     * Runs a statement of which nothing is asked. Where each answer takes a way over a network it is sent together with the next one, and
     * a fault of it is that one's.
     */
    void ahead(String sql, @Nullable Object... values) throws SQLException {
        if (engine.isFar()) {
            ahead.add(new Bound(sql, Arrays.asList(values)));
        } else {
            var _ = update(sql, values);
        }
    }

    <T> List<T> query(String sql, RowReader<T> reader, @Nullable Object... values) throws SQLException {
        if (ahead.isEmpty()) {
            try (ResultSet result = bound(sql, values).executeQuery()) {
                return rows(result, reader);
            } catch (SQLException failed) {
                throw dropped(sql, failed);
            }
        }
        try (PreparedStatement all = sentWithAhead(sql, values);
                ResultSet result = all.getResultSet()) {
            return rows(result, reader);
        }
    }

    /** Looks at the row that the result stands at. */
    interface RowLook {
        void at(ResultSet row) throws SQLException;
    }

    /** Looks at all rows of a query within a transaction, and keeps none of them: there may be millions. Not within another such look. */
    void each(String sql, RowLook look) throws SQLException {
        if (!engine.isFar()) {
            try (PreparedStatement statement = connection.prepareStatement(sql);
                    ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    look.at(result);
                }
            }
            return;
        }
        script("declare each_row no scroll cursor for " + sql); // the driver would fetch all of them before the first
        int fetched;
        do {
            fetched = query("fetch " + ROWS_A_FETCH + " from each_row", row -> {
                        look.at(row);
                        return true;
                    })
                    .size();
        } while (fetched == ROWS_A_FETCH);
        script("close each_row");
    }

    private static <T> List<T> rows(ResultSet result, RowReader<T> reader) throws SQLException {
        List<T> rows = new ArrayList<>();
        while (result.next()) {
            rows.add(reader.read(result));
        }
        return rows;
    }

    /** Stands at the result of the last one. The driver keeps as many of these compiled as it sees fit: there is one for each sequence. */
    private PreparedStatement sentWithAhead(String sql, @Nullable Object... values) throws SQLException {
        List<Bound> all = new ArrayList<>(ahead);
        ahead.clear();
        all.add(new Bound(sql, Arrays.asList(values)));
        PreparedStatement statement =
                connection.prepareStatement(all.stream().map(Bound::sql).collect(Collectors.joining(";")));
        try {
            int at = 0;
            for (Bound each : all) {
                for (@Nullable Object value : each.values()) {
                    at++;
                    bind(statement, at, value);
                }
            }
            statement.execute();
            for (int before = 1; before < all.size(); before++) {
                var _ = statement.getMoreResults();
            }
            return statement;
        } catch (SQLException failed) {
            statement.close();
            throw failed;
        }
    }

    void commit() throws SQLException {
        if (ahead.isEmpty()) {
            script("commit");
        } else {
            sentWithAhead("commit").close();
        }
    }

    /** What was not sent yet never is. */
    void rollBack() throws SQLException {
        ahead.clear();
        script("rollback");
    }

    /** Runs statements that are separated by semicolons, uncompiled: schemas, pragmas, transactions. */
    void script(String sql) throws SQLException {
        if (!ahead.isEmpty()) {
            sentWithAhead("select 1").close();
        }
        try (var statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private PreparedStatement bound(String sql, @Nullable Object... values) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        for (int i = 0; i < values.length; i++) {
            bind(statement, i + 1, values[i]);
        }
        return statement;
    }

    /** A statement that failed is compiled anew the next time: of some failures, such as a full disk, the driver never uses it again. */
    private SQLException dropped(String sql, SQLException failure) {
        PreparedStatement failed = statements.remove(sql);
        try {
            if (failed != null) {
                failed.close();
            }
        } catch (SQLException alsoFailed) {
            failure.addSuppressed(alsoFailed);
        }
        return failure;
    }

    private void bind(PreparedStatement statement, int at, @Nullable Object value) throws SQLException {
        statement.setObject(at, value instanceof String text ? engine.storable(text) : value);
    }

    @Override
    public void close() throws SQLException {
        try (connection) {
            if (!atEnd.isEmpty()) {
                script(atEnd);
            }
        }
    }
}
