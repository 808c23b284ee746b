package freehold.control.sql;

import freehold.control.ledger.Audit;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Holds the tables that an audit reads against what they were made as: whether their pages and indexes fit together, and whether each
 * column holds what it was declared to hold. SQLite itself takes a text for a number, and reads 0 then.
 */
final class TableAudit {
    private static final List<String> TABLES =
            List.of("ledger", "ledger_head", "receipt_key", "execution", "step", "artifact", "label");
    private static final int TOLD_MAX = 20;
    private static final String SOUND = "ok";

    private TableAudit() {}

    private record Column(String name, String type, boolean isRequired) {
        String isOther() {
            String storage = type.equals("bigint") ? "'integer'" : "'" + type + "'";
            return "sum(typeof(" + name + ") not in (" + storage + (isRequired ? "" : ", 'null'") + "))";
        }
    }

    static void run(Session session, Audit audit) throws SQLException {
        try (Session fresh = session.engine().openEmpty()) {
            Schema.bring(fresh);
            for (String table : TABLES) {
                one(session, table, columns(fresh, table), audit);
            }
        }
    }

    private static List<Column> columns(Session fresh, String table) throws SQLException {
        return fresh.query(
                "pragma table_info(" + table + ")",
                row -> new Column(
                        row.getString("name"),
                        row.getString("type").toLowerCase(Locale.ROOT),
                        row.getBoolean("notnull")));
    }

    private static void one(Session session, String table, List<Column> columns, Audit audit) {
        try {
            session
                    .query(
                            "pragma integrity_check(" + table + ")",
                            row -> String.valueOf(row.getString(1)).lines().toList())
                    .stream()
                    .flatMap(List::stream)
                    .filter(line -> !line.equals(SOUND))
                    .limit(TOLD_MAX)
                    .forEach(line -> audit.damaged("table " + table + ": " + line));
            int strays = session.query("pragma foreign_key_check(" + table + ")", row -> row.getLong(2))
                    .size();
            if (strays > 0) {
                audit.damaged("table " + table + " has rows of executions that are not there: " + strays);
            }
            String sums = columns.stream().map(Column::isOther).collect(Collectors.joining(", "));
            session.query("select " + sums + " from " + table, row -> {
                for (int at = 0; at < columns.size(); at++) {
                    Column column = columns.get(at);
                    if (row.getLong(at + 1) > 0) {
                        audit.damaged("table " + table + ": " + column.name() + " holds something else than "
                                + (column.type().equals("bigint") ? "a number" : "a " + column.type())
                                + ", rows: " + row.getLong(at + 1));
                    }
                }
                return true;
            });
        } catch (SQLException wrong) {
            audit.damaged("table " + table + " cannot be read: " + wrong.getMessage());
        }
    }
}
