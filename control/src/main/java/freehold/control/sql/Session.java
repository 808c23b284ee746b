package freehold.control.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One connection and the statements it has compiled. Used by one thread at a time. */
final class Session implements AutoCloseable {
    private static final int VALID_SECONDS_MAX = 2;

    private final Engine engine;
    private final Connection connection;
    private final String atEnd;
    private final Map<String, PreparedStatement> statements = new HashMap<>();

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
        return bound(sql, values).executeUpdate();
    }

    <T> List<T> query(String sql, RowReader<T> reader, @Nullable Object... values) throws SQLException {
        List<T> rows = new ArrayList<>();
        try (ResultSet result = bound(sql, values).executeQuery()) {
            while (result.next()) {
                rows.add(reader.read(result));
            }
        }
        return rows;
    }

    /** Runs statements that are separated by semicolons, uncompiled: schemas, pragmas, transactions. */
    void script(String sql) throws SQLException {
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
            statement.setObject(i + 1, values[i] instanceof String text ? engine.storable(text) : values[i]);
        }
        return statement;
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
